package ai.preloop.activities.sessions;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.loops.NamedLoop;
import ai.preloop.workflows.identity.AccountId;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Opens, finds and ends MCP sessions; rows are the truth. A node remembers the sessions that it
 * serves, and every minute asks for each account which of them are open yet, and notes when they
 * were used last and how many calls they made; so a call does not wait for the database.
 */
public final class McpSessions implements SmartLifecycle {

  /** How long an ended session may still be known to another node. */
  private static final Duration EVERY = Duration.ofMinutes(1);

  static final Duration IDLE = Duration.ofHours(1);

  private final Database database;
  private final SessionLimit limit;
  private final Consumer<UUID> ended;
  private final NamedLoop loop = new NamedLoop("preloop-sessions", EVERY, this::look);
  private final Cache<Key, Known> lately =
      Caffeine.newBuilder().expireAfterAccess(IDLE).maximumSize(100_000).build();
  private long lookedAt = System.nanoTime();

  public McpSessions(Database database, SessionLimit limit) {
    this(database, limit, _ -> {});
  }

  /** {@code ended} hears of each session that is over for this node. */
  McpSessions(Database database, SessionLimit limit, Consumer<UUID> ended) {
    this.database = database;
    this.limit = limit;
    this.ended = ended;
  }

  /**
   * A new session. Most clients never end theirs, so one too many is not refused: the one that was
   * idle for longest makes room.
   */
  public McpSession open(Principal principal, Opening opening) {
    return entered(principal, jdbc -> SessionRows.add(jdbc, principal, opening));
  }

  public McpSession open(Principal principal, String protocolVersion, ClientName client) {
    return open(principal, new Opening(protocolVersion, client, "{}", null));
  }

  /**
   * What was negotiated, what the client can do for servers, and with which virtual server it was,
   * if it was one.
   */
  public record Opening(
      String protocolVersion, ClientName client, String capabilities, @Nullable UUID endpoint) {}

  /** The session of a client that opens none: it has one for its subject and its word on itself. */
  McpSession join(Principal principal, ClientName client, String capabilities) {
    var said = new McpSession.Client(client.json(), capabilities);
    return entered(principal, jdbc -> SessionRows.join(jdbc, principal, said, IDLE.toSeconds()));
  }

  private McpSession entered(Principal principal, Function<JdbcClient, McpSession> enter) {
    AccountId account = principal.account();
    List<UUID> idle = new ArrayList<>();
    McpSession session =
        database.inAccount(
            account,
            jdbc -> {
              McpSession entered = enter.apply(jdbc);
              idle.addAll(SessionRows.makeRoom(jdbc, principal, entered.id(), limit.ofPrincipal()));
              return entered;
            });
    idle.forEach(id -> forget(account, id));
    // One that is joined may be known here by now, with calls that no row knows of yet.
    return lately.get(new Key(account, session.id()), _ -> new Known(session)).session;
  }

  /** The session that its client opened and names by its id. */
  public Optional<McpSession> opened(Principal principal, String id) {
    return find(principal, id).filter(session -> !session.isStateless());
  }

  /** The session with this id, if it is open and this subject's. */
  @SuppressWarnings(
      "NullAway") // Caffeine takes null for "not there"; its annotations do not say it.
  public Optional<McpSession> find(Principal principal, String id) {
    UUID uuid = parse(id);
    if (uuid == null) {
      return Optional.empty();
    }
    Key key = new Key(principal.account(), uuid);
    Known known = lately.getIfPresent(key);
    if (known == null) {
      Optional<McpSession> session = read(key);
      session.ifPresent(open -> lately.put(key, new Known(open)));
      return session.filter(open -> isOf(principal, open));
    }
    known.usedAt = System.nanoTime();
    return Optional.of(known.session).filter(open -> isOf(principal, open));
  }

  private static boolean isOf(Principal principal, McpSession session) {
    return session.subject().equals(principal.id());
  }

  /** The same, where it was opened at this place and no other. */
  public Optional<McpSession> opened(Principal principal, String id, @Nullable UUID endpoint) {
    return opened(principal, id).filter(session -> Objects.equals(session.endpoint(), endpoint));
  }

  public boolean end(Principal principal, String id) {
    return end(principal, id, null);
  }

  /** Ends a session; false when it was not open, not this subject's, or opened elsewhere. */
  public boolean end(Principal principal, String id, @Nullable UUID endpoint) {
    Optional<McpSession> session = opened(principal, id, endpoint);
    session.ifPresent(open -> {
      database.doInAccount(
          principal.account(), jdbc -> SessionRows.delete(jdbc, principal.account(), open.id()));
      forget(principal.account(), open.id());
    });
    return session.isPresent();
  }

  private void forget(AccountId account, UUID id) {
    lately.invalidate(new Key(account, id));
    ended.accept(id);
  }

  private Optional<McpSession> read(Key key) {
    return database.inAccount(
        key.account(), jdbc -> SessionRows.find(jdbc, key.account(), key.id()));
  }

  /** Forgets those that were ended on another node, and notes how the others were used. */
  void look() {
    long now = System.nanoTime();
    Map<AccountId, List<Known>> known =
        lately.asMap().entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    entry -> entry.getKey().account(),
                    Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    known.forEach((account, sessions) -> {
      Set<UUID> open = open(account, sessions, now);
      sessions.stream()
          .map(each -> each.session.id())
          .filter(id -> !open.contains(id))
          .forEach(id -> forget(account, id));
    });
    lookedAt = now;
  }

  private Set<UUID> open(AccountId account, List<Known> sessions, long now) {
    List<Use> uses = sessions.stream().map(Use::of).toList();
    List<Use> noted =
        uses.stream().filter(use -> use.calls > 0 || use.of.usedAt - lookedAt >= 0).toList();
    Map<UUID, Long> calls =
        database.inAccount(
            account,
            jdbc -> {
              if (!noted.isEmpty()) {
                SessionRows.note(jdbc, account, noted.stream().map(use -> use.row(now)).toList());
              }
              return SessionRows.calls(
                  jdbc, account, sessions.stream().map(each -> each.session.id()).toList());
            });
    uses.forEach(use -> use.written(calls));
    return calls.keySet();
  }

  /** A session, and the calls that it made here since the look before. */
  private record Use(Known of, long calls) {

    static Use of(Known session) {
      return new Use(session, session.calls().unwritten());
    }

    SessionRows.Use row(long now) {
      return new SessionRows.Use(of.session.id(), (now - of.usedAt) / 1e9, calls);
    }

    /** Only once the row has them for good are they none of this node's any more. */
    void written(Map<UUID, Long> all) {
      Long known = all.get(of.session.id());
      if (known != null) {
        of.calls().written(calls, known);
      }
    }
  }

  @Override
  public void start() {
    loop.start();
  }

  @Override
  public void stop() {
    loop.stop();
  }

  @Override
  public boolean isRunning() {
    return loop.isRunning();
  }

  private static @Nullable UUID parse(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private record Key(AccountId account, UUID id) {}

  /** A session of this node's, and when it was used here. */
  private static final class Known {

    private final McpSession session;
    private volatile long usedAt = System.nanoTime();

    private Known(McpSession session) {
      this.session = session;
    }

    private CallCount calls() {
      return session.calls();
    }
  }
}
