package ai.preloop.activities.sessions;

import ai.preloop.activities.database.Columns;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.loops.NamedLoop;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
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

  private static final Duration IDLE = Duration.ofHours(1);

  private final Database database;
  private final SessionLimit limit;
  private final NamedLoop loop = new NamedLoop("preloop-sessions", EVERY, this::look);
  private final Cache<Key, Known> lately =
      Caffeine.newBuilder().expireAfterAccess(IDLE).maximumSize(100_000).build();
  private long lookedAt = System.nanoTime();

  public McpSessions(Database database, SessionLimit limit) {
    this.database = database;
    this.limit = limit;
  }

  /**
   * A new session. Most clients never end theirs, so one too many is not refused: the one that was
   * idle for longest makes room.
   */
  public McpSession open(Principal principal, String protocolVersion, ClientName client) {
    AccountId account = principal.account();
    var session =
        new McpSession(
            Ids.next(), principal.id(), protocolVersion, client.json(), new CallCount(0));
    List<UUID> ended =
        database.inAccount(
            account,
            jdbc -> {
              insert(jdbc, principal, session);
              return makeRoom(jdbc, principal);
            });
    lately.put(new Key(account, session.id()), new Known(session));
    ended.forEach(id -> lately.invalidate(new Key(account, id)));
    return session;
  }

  private static void insert(JdbcClient jdbc, Principal principal, McpSession session) {
    jdbc.sql(
            """
            insert into mcp_sessions
              (id, account_id, subject_type, subject_id, protocol_version, client)
            values (?, ?, ?, ?, ?, ?::jsonb)
            """)
        .params(
            session.id(),
            principal.account().value(),
            principal.kind().word(),
            principal.id(),
            session.protocolVersion(),
            session.client())
        .update();
  }

  private List<UUID> makeRoom(JdbcClient jdbc, Principal principal) {
    return jdbc.sql(
            """
            delete from mcp_sessions where account_id = :account and id in (
              select id from mcp_sessions where account_id = :account and id in (
                select id from mcp_sessions
                where account_id = :account and subject_id = :subject
                order by used_at desc, id desc offset :most)
              for update skip locked)
            returning id
            """)
        .param("account", principal.account().value())
        .param("subject", principal.id())
        .param("most", limit.ofPrincipal())
        .query(UUID.class)
        .list();
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

  /** Ends a session; false when it was not open or not this subject's. */
  public boolean end(Principal principal, String id) {
    Optional<McpSession> session = find(principal, id);
    session.ifPresent(open -> {
      database.doInAccount(
          principal.account(),
          jdbc ->
              jdbc.sql("delete from mcp_sessions where id = ? and account_id = ?")
                  .params(open.id(), principal.account().value())
                  .update());
      lately.invalidate(new Key(principal.account(), open.id()));
    });
    return session.isPresent();
  }

  private Optional<McpSession> read(Key key) {
    return database.inAccount(
        key.account(),
        jdbc ->
            jdbc.sql(
                    """
                    select id, subject_id, protocol_version, client::text as client, calls
                    from mcp_sessions where id = ? and account_id = ?
                    """)
                .params(key.id(), key.account().value())
                .query((row, number) ->
                    new McpSession(
                        Columns.uuid(row, "id"),
                        Columns.uuid(row, "subject_id"),
                        row.getString("protocol_version"),
                        row.getString("client"),
                        new CallCount(row.getLong("calls"))))
                .optional());
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
          .forEach(id -> lately.invalidate(new Key(account, id)));
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
                noteUse(jdbc, account, noted, now);
              }
              return calls(jdbc, account, sessions);
            });
    uses.forEach(use -> use.written(calls));
    return calls.keySet();
  }

  /** Another node may have seen it later. */
  private static void noteUse(JdbcClient jdbc, AccountId account, List<Use> uses, long now) {
    Double[] idle = uses.stream().map(use -> (now - use.of.usedAt) / 1e9).toArray(Double[]::new);
    jdbc.sql(
            """
            update mcp_sessions s
            set used_at = greatest(s.used_at, now() - make_interval(secs => u.idle)),
                calls = s.calls + u.calls
            from unnest(?::uuid[], ?::float8[], ?::bigint[]) as u (id, idle, calls)
            where s.account_id = ? and s.id = u.id
            """)
        .params(
            ids(uses.stream().map(Use::of).toList()),
            idle,
            uses.stream().map(Use::calls).toArray(Long[]::new),
            account.value())
        .update();
  }

  /** Of those that are open, how many calls all nodes know of. */
  private static Map<UUID, Long> calls(JdbcClient jdbc, AccountId account, List<Known> sessions) {
    Map<UUID, Long> calls = new HashMap<>();
    jdbc.sql("select id, calls from mcp_sessions where account_id = ? and id = any(?)")
        .params(account.value(), ids(sessions))
        .query(row -> {
          calls.put(Columns.uuid(row, "id"), row.getLong("calls"));
        });
    return calls;
  }

  private static UUID[] ids(List<Known> sessions) {
    return sessions.stream().map(each -> each.session.id()).toArray(UUID[]::new);
  }

  /** A session, and the calls that it made here since the look before. */
  private record Use(Known of, long calls) {

    static Use of(Known session) {
      return new Use(session, session.calls().unwritten());
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
