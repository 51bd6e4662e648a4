package ai.preloop.activities.sessions;

import ai.preloop.activities.database.Columns;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.sessions.McpSessions.Opening;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** MCP sessions as rows, which are the truth. */
final class SessionRows {

  private SessionRows() {}

  static McpSession add(JdbcClient jdbc, Principal principal, Opening opening) {
    return put(
        jdbc,
        principal,
        new Wanted(opening.protocolVersion(), opening.client().json(), opening.endpoint()),
        "");
  }

  /**
   * The one that this client of the subject's has, which has one at the most. One that was idle for
   * longer than so many seconds is over, and another begins.
   */
  static McpSession join(JdbcClient jdbc, Principal principal, ClientName client, long idle) {
    var wanted = new Wanted(McpSession.STATELESS, client.json(), null);
    jdbc.sql(
            """
            delete from mcp_sessions
            where account_id = ? and subject_id = ? and client = ?::jsonb and protocol_version = ?
              and used_at < now() - make_interval(secs => ?)
            """)
        .params(
            principal.account().value(),
            principal.id(),
            wanted.client(),
            wanted.protocolVersion(),
            idle)
        .update();
    return put(
        jdbc,
        principal,
        wanted,
        """
        on conflict (account_id, subject_id, client) where protocol_version = '2026-07-28'
        do update set used_at = now()
        """);
  }

  private record Wanted(String protocolVersion, String client, @Nullable UUID endpoint) {}

  private static McpSession put(
      JdbcClient jdbc, Principal principal, Wanted wanted, String whenThere) {
    return jdbc.sql(
            """
            insert into mcp_sessions
              (id, account_id, subject_type, subject_id, protocol_version, client, virtual_server_id)
            values (:id, :account, :type, :subject, :version, :client::jsonb, :endpoint::uuid)
            """
                + whenThere
                + "returning id, calls")
        .param("id", Ids.next())
        .param("account", principal.account().value())
        .param("type", principal.kind().word())
        .param("subject", principal.id())
        .param("version", wanted.protocolVersion())
        .param("client", wanted.client())
        .param("endpoint", wanted.endpoint())
        .query((row, number) ->
            new McpSession(
                Columns.uuid(row, "id"),
                principal.id(),
                wanted.protocolVersion(),
                wanted.client(),
                new CallCount(row.getLong("calls")),
                wanted.endpoint()))
        .single();
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
            """
            select id, subject_id, protocol_version, client::text as client, calls,
              virtual_server_id
            from mcp_sessions where id = ? and account_id = ?
            """)
        .params(id, account.value())
        .query((row, number) ->
            new McpSession(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "subject_id"),
                row.getString("protocol_version"),
                row.getString("client"),
                new CallCount(row.getLong("calls")),
                Columns.nullableUuid(row, "virtual_server_id")))
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
