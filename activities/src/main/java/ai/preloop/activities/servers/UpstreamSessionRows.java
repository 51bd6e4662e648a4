package ai.preloop.activities.servers;

import ai.preloop.activities.database.Columns;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.mcp.AboutItself;
import ai.preloop.activities.upstream.Terms.Era;
import ai.preloop.activities.upstream.UpstreamSession;
import ai.preloop.workflows.identity.AccountId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Upstream sessions as rows, so that another node, or this one later, can go on with them. */
final class UpstreamSessionRows {

  private final Database database;

  UpstreamSessionRows(Database database) {
    this.database = database;
  }

  Optional<UpstreamSession> find(Conversation of) {
    return database.inAccount(
        of.account(),
        jdbc ->
            jdbc.sql(
                    """
                    select session_id, protocol_version from upstream_sessions
                    where account_id = ? and mcp_session_id = ? and server_id = ? and url = ?
                      and credential = ?
                    """)
                .params(of.account().value(), of.session(), of.server(), of.url(), of.credential())
                .query((row, number) ->
                    new UpstreamSession(
                        row.getString("session_id"), row.getString("protocol_version")))
                .optional());
  }

  /** The sessions that a runtime session has with servers, by where and with what. */
  Map<Conversation, UpstreamSession> of(AccountId account, UUID session) {
    Map<Conversation, UpstreamSession> found = new HashMap<>();
    database.doInAccount(
        account,
        jdbc ->
            jdbc.sql(
                    """
                    select server_id, url, credential, session_id, protocol_version
                    from upstream_sessions
                    where account_id = ? and mcp_session_id = ?
                      and (session_id is not null or protocol_version = ?)
                    """)
                .params(account.value(), session, AboutItself.REVISION)
                .query(row -> {
                  found.put(
                      new Conversation(
                          account,
                          session,
                          Columns.uuid(row, "server_id"),
                          row.getString("url"),
                          row.getString("credential")),
                      new UpstreamSession(
                          row.getString("session_id"), row.getString("protocol_version")));
                }));
    return found;
  }

  /** What the client of a runtime session can do for servers, and which era it is of. */
  record ClientWord(Era era, String capabilities) {

    static final ClientWord NONE = new ClientWord(Era.WITH_SESSIONS, "{}");
  }

  /** The word of a runtime session's client; none where it is over. */
  ClientWord client(Conversation of) {
    return database.inAccount(
        of.account(),
        jdbc ->
            jdbc.sql(
                    "select stateless, capabilities from mcp_sessions where account_id = ? and id = ?")
                .params(of.account().value(), of.session())
                .query((row, number) ->
                    new ClientWord(
                        row.getBoolean("stateless") ? Era.STATELESS : Era.WITH_SESSIONS,
                        row.getString("capabilities")))
                .optional()
                .orElse(ClientWord.NONE));
  }

  void keep(Conversation of, UpstreamSession session) {
    database.doInAccount(
        of.account(),
        jdbc ->
            jdbc.sql(
                    """
                    insert into upstream_sessions
                      (account_id, mcp_session_id, server_id, url, credential, session_id,
                       protocol_version)
                    values (:account, :session, :server, :url, :credential, :id, :version)
                    on conflict (account_id, mcp_session_id, server_id) do update
                      set url = excluded.url, credential = excluded.credential,
                          session_id = excluded.session_id,
                          protocol_version = excluded.protocol_version, opened_at = now()
                    """)
                .param("account", of.account().value())
                .param("session", of.session())
                .param("server", of.server())
                .param("url", of.url())
                .param("credential", of.credential())
                .param("id", session.id())
                .param("version", session.protocolVersion())
                .update());
  }

  /** Lets go of what was opened with a server as it was before it was changed. */
  static void forget(JdbcClient jdbc, AccountId account, UUID server) {
    jdbc.sql("delete from upstream_sessions where account_id = ? and server_id = ?")
        .params(account.value(), server)
        .update();
  }
}
