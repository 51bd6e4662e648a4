package ai.preloop.activities.sessions;

import ai.preloop.activities.database.Columns;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.sessions.McpSessions.Opening;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** MCP sessions as rows, which are the truth. */
final class SessionRows {

  private static final String COLUMNS =
      "id, subject_id, protocol_version, stateless, client::text as client, capabilities, calls,"
          + " virtual_server_id";

  private SessionRows() {}

  static McpSession add(JdbcClient jdbc, Principal principal, Opening opening) {
    var wanted =
        new Wanted(
            new McpSession.Kind(opening.protocolVersion(), false),
            new McpSession.Client(opening.client().json(), opening.capabilities()),
            opening.endpoint());
    return put(jdbc, principal, wanted, "");
  }

  /**
   * The one that this client of the subject's has, which has one at the most. One that was idle for
   * longer than so many seconds is over, and another begins.
   */
  static McpSession join(
      JdbcClient jdbc, Principal principal, McpSession.Client client, long idle) {
    var wanted = new Wanted(new McpSession.Kind(McpSession.STATELESS, true), client, null);
    jdbc.sql(
            """
            delete from mcp_sessions
            where account_id = ? and subject_id = ? and client = ?::jsonb and capabilities = ?
              and stateless and used_at < now() - make_interval(secs => ?)
            """)
        .params(
            principal.account().value(), principal.id(), client.name(), client.capabilities(), idle)
        .update();
    return put(
        jdbc,
        principal,
        wanted,
        """
        on conflict (account_id, subject_id, client, md5(capabilities)) where stateless do update set used_at = now()
        """);
  }

  private record Wanted(McpSession.Kind kind, McpSession.Client client, @Nullable UUID endpoint) {}

  private static McpSession put(
      JdbcClient jdbc, Principal principal, Wanted wanted, String whenThere) {
    return jdbc.sql(
            """
            insert into mcp_sessions
              (id, account_id, subject_type, subject_id, protocol_version, stateless, client,
               capabilities, virtual_server_id)
            values (:id, :account, :type, :subject, :version, :stateless, :client::jsonb,
              :capabilities, :endpoint::uuid)
            """
                + whenThere
                + "returning "
                + COLUMNS)
        .param("id", Ids.next())
        .param("account", principal.account().value())
        .param("type", principal.kind().word())
        .param("subject", principal.id())
        .param("version", wanted.kind().protocolVersion())
        .param("stateless", wanted.kind().stateless())
        .param("client", wanted.client().name())
        .param("capabilities", wanted.client().capabilities())
        .param("endpoint", wanted.endpoint())
        .query(SessionRows::map)
        .single();
  }

  private static McpSession map(ResultSet row, int number) throws SQLException {
    return new McpSession(
        Columns.uuid(row, "id"),
        Columns.uuid(row, "subject_id"),
        new McpSession.Kind(row.getString("protocol_version"), row.getBoolean("stateless")),
        new McpSession.Client(row.getString("client"), row.getString("capabilities")),
        new CallCount(row.getLong("calls")),
        Columns.nullableUuid(row, "virtual_server_id"));
  }

  /** Deletes those of the subject that were idle for longest, but never this one; answers which. */
  static List<UUID> makeRoom(JdbcClient jdbc, Principal principal, UUID entered, int most) {
    return jdbc.sql(
            """
            delete from mcp_sessions where account_id = :account and id in (
              select id from mcp_sessions where account_id = :account and id in (
                select id from mcp_sessions
                where account_id = :account and subject_id = :subject
                order by id = :entered desc, used_at desc, id desc offset :most)
              for update skip locked)
            returning id
            """)
        .param("account", principal.account().value())
        .param("subject", principal.id())
        .param("entered", entered)
        .param("most", most)
        .query(UUID.class)
        .list();
  }

  static Optional<McpSession> find(JdbcClient jdbc, AccountId account, UUID id) {
    return jdbc.sql(
            "select %s from mcp_sessions where id = ? and account_id = ?".formatted(COLUMNS))
        .params(id, account.value())
        .query(SessionRows::map)
        .optional();
  }

  static void delete(JdbcClient jdbc, AccountId account, UUID id) {
    jdbc.sql("delete from mcp_sessions where id = ? and account_id = ?")
        .params(id, account.value())
        .update();
  }

  /** For how many seconds a session was idle here, and how many calls it made here. */
  record Use(UUID id, double idle, long calls) {}

  /** Another node may have seen it later. */
  static void note(JdbcClient jdbc, AccountId account, List<Use> uses) {
    jdbc.sql(
            """
            update mcp_sessions s
            set used_at = greatest(s.used_at, now() - make_interval(secs => u.idle)),
                calls = s.calls + u.calls
            from unnest(?::uuid[], ?::float8[], ?::bigint[]) as u (id, idle, calls)
            where s.account_id = ? and s.id = u.id
            """)
        .params(
            uses.stream().map(Use::id).toArray(UUID[]::new),
            uses.stream().map(Use::idle).toArray(Double[]::new),
            uses.stream().map(Use::calls).toArray(Long[]::new),
            account.value())
        .update();
  }

  /** Of those that are open, how many calls all nodes know of. */
  static Map<UUID, Long> calls(JdbcClient jdbc, AccountId account, List<UUID> sessions) {
    Map<UUID, Long> calls = new HashMap<>();
    jdbc.sql("select id, calls from mcp_sessions where account_id = ? and id = any(?)")
        .params(account.value(), sessions.toArray(UUID[]::new))
        .query(row -> {
          calls.put(Columns.uuid(row, "id"), row.getLong("calls"));
        });
    return calls;
  }
}
