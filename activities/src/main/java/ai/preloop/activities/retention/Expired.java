package ai.preloop.activities.retention;

import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is past its time, each with the statement that clears one batch of it. */
enum Expired {

  /** The outcome of the call stays; what the tool answered goes. */
  RESULTS(
      """
      update executions set result = null,
        error = coalesce(error, 'The result was kept for 30 days and is gone.')
      where (approval_id, round) in (
        select approval_id, round from executions
        where result is not null and finished_at < now() - interval '30 days' limit :batch)
      """),
  WITHHELD_RESULTS(
      """
      delete from withheld_results where approval_id in (
        select approval_id from withheld_results
        where withheld_at < now() - interval '30 days' limit :batch)
      """),
  IDEMPOTENCY_KEYS(
      """
      delete from idempotency_keys where (account_id, principal, route, key) in (
        select account_id, principal, route, key from idempotency_keys
        where created_at < now() - interval '24 hours' limit :batch)
      """),
  MCP_SESSIONS(
      """
      delete from mcp_sessions where id in (
        select id from mcp_sessions
        where used_at < now() - interval '30 days' limit :batch)
      """),
  /** An upstream session is in use as long as the session that it was opened for. */
  UPSTREAM_SESSIONS(
      """
      delete from upstream_sessions where (account_id, mcp_session_id, server_id) in (
        select u.account_id, u.mcp_session_id, u.server_id from upstream_sessions u
        where u.opened_at < now() - interval '30 days'
          and not exists (select from mcp_sessions m where m.id = u.mcp_session_id)
        limit :batch)
      """),
  /** A task is its session's. */
  MCP_TASKS(
      """
      delete from mcp_tasks where (account_id, mcp_session_id, task_id) in (
        select t.account_id, t.mcp_session_id, t.task_id from mcp_tasks t
        where t.created_at < now() - interval '30 days'
          and not exists (select from mcp_sessions m where m.id = t.mcp_session_id)
        limit :batch)
      """),
  /** What was ended is told of for some minutes after the end that it had anyway. */
  RUNTIME_TOKENS(
      """
      delete from runtime_tokens where id in (
        select id from runtime_tokens
        where expires_at < now() - interval '1 day' limit :batch)
      """),
  /** A link shows nothing any more a day after the request's own time at the latest. */
  LINKS(
      """
      delete from approval_links where id in (
        select id from approval_links
        where expires_at < now() - interval '30 days' limit :batch)
      """);

  private final String statement;

  Expired(String statement) {
    this.statement = statement;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  int clear(JdbcClient jdbc, int batch) {
    return jdbc.sql(statement).param("batch", batch).update();
  }
}
