package ai.preloop.activities.servers;

import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.activities.upstream.Deadline;
import ai.preloop.activities.upstream.Listener;
import ai.preloop.activities.upstream.UpstreamClient;
import ai.preloop.activities.upstream.UpstreamListening;
import ai.preloop.activities.upstream.UpstreamListening.Topic;
import ai.preloop.activities.upstream.UpstreamSession;
import ai.preloop.workflows.identity.AccountId;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the servers of one runtime session say of their own accord, for as long as its client
 * listens. Sessions that are opened with servers meanwhile, here or on another node, are heard from
 * the next look on.
 */
public final class Overheard implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Overheard.class);

  /** How long a client waits for servers to be heard. */
  private static final Duration SOON = Duration.ofSeconds(3);

  private final Opening by;
  private final Whose whose;
  private final Map<Heard, UpstreamListening> heard = new HashMap<>();

  private Overheard(Opening by, Whose whose) {
    this.by = by;
    this.whose = whose;
  }

  /** A person's runtime session, and who hears what is said in it. */
  public record Whose(AccountId account, UUID session, UUID person, Listener listener) {

    private UpstreamCalls.Caller caller() {
      return new UpstreamCalls.Caller(account, session, person);
    }
  }

  /** Opens such a listening for one session; nothing is heard before its first look. */
  public static final class Opening {

    private final UpstreamClient client;
    private final UpstreamSessionRows rows;
    private final Catalogs catalogs;
    private final Checkpoint checkpoint;
    private final UpstreamSessions sessions;
    private final UpstreamCalls calls;

    /** Servers that begin a stream when they have something to say: waiting for that is no use. */
    private final Cache<UUID, Boolean> silent =
        Caffeine.newBuilder().expireAfterWrite(Duration.ofHours(1)).maximumSize(10_000).build();

    Opening(
        UpstreamClient client,
        UpstreamSessionRows rows,
        Catalogs catalogs,
        Checkpoint checkpoint,
        UpstreamSessions sessions,
        UpstreamCalls calls) {
      this.client = client;
      this.rows = rows;
      this.catalogs = catalogs;
      this.checkpoint = checkpoint;
      this.sessions = sessions;
      this.calls = calls;
    }

    /** Told of each runtime session in which this node opens a session with a server. */
    public void whenOpened(Consumer<UUID> hearer) {
      sessions.whenOpened(hearer);
    }

    /** Tells each server that a runtime session speaks with something that is not answered. */
    public void tell(AccountId account, UUID session, byte[] notification) {
      rows.of(account, session)
          .forEach((of, with) ->
              server(catalogs, of)
                  .ifPresent(server -> client.tell(server.address(), with, notification)));
    }

    public Overheard of(Whose whose) {
      return new Overheard(this, whose);
    }
  }

  private record Heard(Conversation of, UpstreamSession session, Set<String> resources) {}

  /**
   * Has a conversation with each of these servers, and hears them and all others; one that is slow
   * is heard later.
   */
  public void begin(List<Server> servers) {
    CountDownLatch joined = new CountDownLatch(servers.size());
    servers.forEach(
        server -> Thread.ofVirtual().name("joining upstream").start(() -> join(server, joined)));
    await(joined);
    look();
  }

  private void join(Server server, CountDownLatch joined) {
    try {
      by.calls.join(whose.caller(), server);
    } catch (RuntimeException e) {
      LOG.warn("A server cannot be listened to, and is when it is called next", e);
    } finally {
      joined.countDown();
    }
  }

  private static void await(CountDownLatch joined) {
    try {
      boolean unused = joined.await(SOON.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Listens to what is there to be listened to now, and to nothing else. Nothing is missed of what
   * is said from then on, but by a server that is slow.
   */
  public void look() {
    by.checkpoint.listens(whose.session());
    Map<Heard, Server> now = new HashMap<>();
    by.rows
        .of(whose.account(), whose.session())
        .forEach((of, session) ->
            server(by.catalogs, of)
                .ifPresent(
                    server -> now.put(new Heard(of, session, resources(of, session)), server)));
    heard.entrySet().removeIf(each -> isOver(each, now));
    Map<UpstreamListening, UUID> begun = new HashMap<>();
    now.forEach((each, server) -> heard.computeIfAbsent(each, _ -> begun(each, server, begun)));
    await(begun);
  }

  private void await(Map<UpstreamListening, UUID> begun) {
    Deadline deadline = Deadline.in(SOON);
    begun.forEach((listening, server) -> {
      boolean isSilent = by.silent.getIfPresent(server) != null;
      if (!isSilent && !listening.awaitStanding(deadline)) {
        by.silent.put(server, true);
      }
    });
  }

  /** What a server is told when it begins to be listened to, which others are told before. */
  private Set<String> resources(Conversation of, UpstreamSession session) {
    Set<String> wanted = by.sessions.resources(of);
    return session.isStateless() ? wanted : Set.of();
  }

  private UpstreamListening begun(Heard each, Server server, Map<UpstreamListening, UUID> begun) {
    UpstreamListening listening = listening(each, server);
    begun.put(listening, server.id());
    return listening;
  }

  private UpstreamListening listening(Heard each, Server server) {
    return UpstreamListening.start(
        by.client,
        new Topic(server.address(), each.session(), each.resources()),
        by.checkpoint.before(whose.listener(), whose.account(), whose.session(), server));
  }

  private static boolean isOver(Map.Entry<Heard, UpstreamListening> each, Map<Heard, Server> now) {
    boolean over = !now.containsKey(each.getKey());
    if (over) {
      each.getValue().close();
    }
    return over;
  }

  /** The server of a conversation, if it is still reached as it was then. */
  private static Optional<Server> server(Catalogs catalogs, Conversation of) {
    return catalogs
        .of(of.account())
        .server(of.server())
        .flatMap(server ->
            server
                .reached()
                .filter(each -> each.problem() == null)
                .filter(each -> of.equals(Conversation.of(of.account(), of.session(), each)))
                .findFirst());
  }

  @Override
  public void close() {
    heard.values().forEach(UpstreamListening::close);
    heard.clear();
  }
}
