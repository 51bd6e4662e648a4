package ai.preloop.activities.upstream;

import ai.preloop.activities.loops.NamedLoop;
import ai.preloop.activities.upstream.UpstreamAnswer.SessionLost;
import ai.preloop.activities.upstream.UpstreamServer.Command;
import ai.preloop.activities.upstream.UpstreamServer.Sse;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The conversations that this node has open and no other can go on with, by the ids of their
 * sessions: each is ended when it rests for long, and with the node.
 */
final class Links implements AutoCloseable {

  private static final Duration AT_THE_END = Duration.ofSeconds(5);
  private static final Duration ROOM_WITHIN = Duration.ofSeconds(10);

  private final LinkSettings settings;
  private final UpstreamHttp http;
  private final RpcMessages messages;
  private final ResultRoom room;
  private final Semaphore processes;
  private final Map<String, Link> open = new ConcurrentHashMap<>();
  private final @Nullable Containers containers;
  private final NamedLoop reaper;

  Links(LinkSettings settings, UpstreamHttp http, RpcMessages messages, ResultRoom room) {
    this.settings = settings;
    this.http = http;
    this.messages = messages;
    this.room = room;
    this.processes = new Semaphore(settings.processes());
    this.reaper = new NamedLoop("preloop-upstream-links", settings.idle().dividedBy(4), this::reap);
    reaper.start();
    this.containers = settings.hasContainers() ? new Containers(settings.containers()) : null;
    if (containers != null) {
      containers.sweepSoon();
    }
  }

  /** How many programs run. */
  int processes() {
    return settings.processes() - processes.availablePermits();
  }

  Line open(Sse server, Deadline deadline) {
    return opened(new SseWire(http, server, intake()), _ -> {}, deadline);
  }

  Line open(Command server, Deadline deadline) {
    StdioCommand command = settings.commands().get(server.name());
    if (command == null) {
      throw failed(
          "The operator's configuration has no command called `%s`.".formatted(server.name()));
    }
    if (!processes.tryAcquire()) {
      throw new ProblemException(
          ProblemType.UNAVAILABLE,
          "%d processes of servers are running, which is the most at once: they end when they rest; try again then."
              .formatted(settings.processes()));
    }
    StdioWire wire =
        new StdioWire(
            server.name(),
            soon -> started(server.name(), command, soon),
            intake(),
            ConfiguredValues.of(command));
    return opened(wire, _ -> processes.release(), deadline);
  }

  private Program started(String name, StdioCommand command, Deadline deadline) throws IOException {
    return switch (command) {
      case LocalCommand local -> Child.start(local);
      case ContainerCommand inside ->
          Objects.requireNonNull(containers).start(name, inside, deadline);
    };
  }

  private Intake intake() {
    return new Intake(messages.limit(), () -> room.claim(Deadline.in(ROOM_WITHIN)));
  }

  private Line opened(Wire wire, Consumer<Link> whenOver, Deadline deadline) {
    Link link =
        new Link(
            wire,
            messages,
            room,
            over -> {
              open.remove(over.id());
              whenOver.accept(over);
            });
    open.put(link.id(), link);
    try {
      link.open(deadline);
      return link;
    } catch (IOException e) {
      throw notOpened(Endings.of(e));
    }
  }

  private static ProblemException notOpened(UpstreamAnswer.Failure failure) {
    ProblemType type =
        failure instanceof UpstreamAnswer.Unknown(ProblemType known, String _)
            ? known
            : ProblemType.UPSTREAM_FAILED;
    return new ProblemException(type, failure.sentence()).causedBy(new NotOpenedException(failure));
  }

  private static ProblemException failed(String sentence) {
    return new ProblemException(ProblemType.UPSTREAM_FAILED, sentence);
  }

  /** What a session goes over; one that is over says so to each request. */
  Line line(UpstreamSession session) {
    @Nullable Link link = session.id() == null ? null : open.get(session.id());
    return link == null ? new Over(session) : link;
  }

  private void reap() {
    open.values().forEach(link -> link.endIfIdle(settings.idle()));
  }

  @Override
  public void close() throws IOException {
    reaper.stop();
    List<Link> left = List.copyOf(open.values());
    left.forEach(Link::end);
    left.forEach(link -> link.endWithin(AT_THE_END));
    if (containers != null) {
      containers.close();
    }
  }

  /** A conversation that this node does not have, or not any more. */
  private record Over(UpstreamSession session) implements Line {

    @Override
    public UpstreamAnswer ask(Outgoing request) {
      return new SessionLost();
    }

    @Override
    public boolean tell(byte[] message, Deadline deadline) {
      return false;
    }

    @Override
    public UpstreamSession agreed(String version) {
      return session;
    }

    @Override
    public void end() {
      // It has ended.
    }
  }
}
