package ai.preloop.activities.servers;

import ai.preloop.activities.limits.InFlight.Passage;
import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.activities.servers.UpstreamSessionRows.ClientWord;
import ai.preloop.activities.servers.UpstreamSessions.Approach;
import ai.preloop.activities.servers.UpstreamSessions.Slot;
import ai.preloop.activities.upstream.Deadline;
import ai.preloop.activities.upstream.Listener;
import ai.preloop.activities.upstream.Outgoing;
import ai.preloop.activities.upstream.Outgoing.Clearance;
import ai.preloop.activities.upstream.UpstreamAnswer;
import ai.preloop.activities.upstream.UpstreamAnswer.Crowded;
import ai.preloop.activities.upstream.UpstreamAnswer.NotSent;
import ai.preloop.activities.upstream.UpstreamAnswer.Result;
import ai.preloop.activities.upstream.UpstreamAnswer.SessionLost;
import ai.preloop.activities.upstream.UpstreamClient;
import ai.preloop.activities.upstream.UpstreamSession;
import ai.preloop.workflows.identity.AccountId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Calls upstream servers, each runtime session in an upstream session of its own, which is opened
 * again, and the call sent once more, when the server has lost it. One deadline holds for waiting,
 * opening and calling together.
 */
public final class UpstreamCalls {

  private final UpstreamClient client;
  private final UpstreamSessions sessions;
  private final ServerHealth health;
  private final ServerDoors doors;
  private final Checkpoint checkpoint;

  UpstreamCalls(
      UpstreamClient client,
      UpstreamSessions sessions,
      ServerHealth health,
      ServerDoors doors,
      Checkpoint checkpoint) {
    this.client = client;
    this.sessions = sessions;
    this.health = health;
    this.doors = doors;
    this.checkpoint = checkpoint;
  }

  /**
   * A runtime session of an account; null is none, and each call then has its own. {@code person}
   * is who signs in where each does so as themselves.
   */
  public record Caller(AccountId account, @Nullable UUID session, @Nullable UUID person) {}

  /**
   * A call: {@code body} makes it for the id it is given, {@code clearance} lets it go, {@code
   * listener} hears what comes before its answer, {@code schema} is that of a tool's arguments.
   */
  public record Sending(
      LongFunction<byte[]> body, Clearance clearance, Listener listener, Map<?, ?> schema) {

    /** A call of no tool. */
    public Sending(LongFunction<byte[]> body, Clearance clearance, Listener listener) {
      this(body, clearance, listener, Map.of());
    }

    private Sending heardBy(Listener other) {
      return new Sending(body, clearance, other, schema);
    }
  }

  /** Sends one call. Every end is an answer. */
  public UpstreamAnswer call(Caller caller, Server of, Sending sending) {
    Server server = of.reachedBy(caller.person());
    if (server.problem() != null) {
      return new NotSent(server.problem());
    }
    Deadline deadline = client.deadline();
    Optional<Passage> in = doors.enter(server, deadline);
    if (in.isEmpty()) {
      return new Crowded(doors.refusal(server));
    }
    AccountId account = caller.account();
    Sending heard =
        sending.heardBy(checkpoint.before(sending.listener(), account, caller.session(), server));
    try (var _ = in.get()) {
      UpstreamAnswer answer =
          health.call(
              server.id(),
              breaker ->
                  sent(
                      caller,
                      server,
                      new Attempt(new Approach(server.address(), deadline, breaker), heard)));
      checkpoint.asks(sending.listener(), account, server, answer);
      return checkpoint.passed(account, server, answer);
    }
  }

  private UpstreamAnswer sent(Caller caller, Server server, Attempt attempt) {
    return caller.session() == null
        ? alone(attempt)
        : inSession(Conversation.of(caller.account(), caller.session(), server), attempt);
  }

  private UpstreamAnswer inSession(Conversation of, Attempt attempt) {
    Slot slot = sessions.slot(of);
    UpstreamSession session = sessions.session(slot, attempt.to());
    UpstreamAnswer answer = send(slot, attempt, session);
    return answer instanceof SessionLost
        ? send(slot, attempt, sessions.instead(slot, attempt.to(), session))
        : answer;
  }

  /** A server without sessions is not told what is meant for a whole one. */
  private UpstreamAnswer send(Slot slot, Attempt attempt, UpstreamSession session) {
    Outgoing outgoing = attempt.outgoing(client.nextId());
    if (!session.isStateless()) {
      return inside(slot, client.call(attempt.to().server(), session, outgoing), outgoing.body());
    }
    Optional<UpstreamAnswer> taken = slot.standing().take(outgoing.body());
    taken.ifPresent(_ -> sessions.lookAgain(slot));
    return taken.orElseGet(() -> client.call(attempt.to().server(), session, outgoing));
  }

  /** What a server has agreed to for a whole session is asked of it again in its next one. */
  private static UpstreamAnswer inside(Slot slot, UpstreamAnswer answer, byte[] request) {
    if (answer instanceof Result) {
      slot.standing().done(request);
    }
    return answer;
  }

  /** Has a conversation of a runtime session with a server, so that what it says is heard. */
  void join(Caller caller, Server of) {
    Server server = of.reachedBy(caller.person());
    if (caller.session() != null && server.problem() == null) {
      Slot slot = sessions.slot(Conversation.of(caller.account(), caller.session(), server));
      UpstreamAnswer unused =
          health.call(
              server.id(),
              breaker -> {
                sessions.session(slot, new Approach(server.address(), client.deadline(), breaker));
                return new UpstreamAnswer.Withheld("Nothing is sent");
              });
    }
  }

  private UpstreamAnswer alone(Attempt attempt) {
    UpstreamSession session = sessions.open(attempt.to(), ClientWord.NONE);
    try {
      return client.call(attempt.to().server(), session, attempt.outgoing(client.nextId()));
    } finally {
      client.end(attempt.to().server(), session);
    }
  }

  /** A call on its way. */
  private record Attempt(Approach to, Sending sending) {

    Outgoing outgoing(long id) {
      return new Outgoing(
          id,
          sending.body().apply(id),
          sending.clearance(),
          to.deadline(),
          sending.listener(),
          sending.schema());
    }
  }
}
