package ai.preloop.activities.approvals;

import ai.preloop.activities.approvals.Approvals.Asked;
import ai.preloop.activities.database.Digests;
import ai.preloop.workflows.approvals.ApprovalRef;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The first version of a request's row. */
final class NewRequest {

  private NewRequest() {}

  static void insert(
      JdbcClient jdbc, ApprovalRef ref, Asked asked, Terms terms, SealedContent sealed) {
    String why = asked.justification();
    jdbc.sql(
            """
            insert into approval_requests (
              id, account_id, status, kind, server_id, server_name, server_url, method, tool_name, definition_hash,
              repeatable, arguments, digest, justification, subject_type, subject_id, subject_name,
              subject_user_id, session_id, stateless, client_call_id, correlation_id, session_calls, policy_version,
              rules, workflows, waiters, created_at, deadline, subject_token, subject_labels)
            select
              :id, :account, 'pending', :kind, :serverId::uuid, :server, :url, :method, :tool, :definition, :repeatable,
              :arguments, :digest, :justification::bytea, :subjectType, :subjectId, :subjectName, :userId::uuid,
              :sessionId::uuid,
              exists (select from mcp_sessions s where s.id = :sessionId::uuid and s.account_id = :account
                and s.stateless),
              :clientCallId, :correlation, :earlier, :policy, :rules::jsonb, :workflows::jsonb, 1,
              clock.now, clock.now + make_interval(secs => :timeout), :token::uuid, :labels
            from (select clock_timestamp() as now) clock
            """)
        .param("id", ref.approvalId())
        .param("account", ref.accountId())
        .param("kind", asked.kind().column())
        .param("serverId", asked.target().serverId())
        .param("server", asked.target().server())
        .param("url", asked.target().url())
        .param("method", asked.target().method())
        .param("tool", asked.target().tool())
        .param("definition", asked.target().definitionHash())
        .param("repeatable", asked.target().repeatable())
        .param("arguments", sealed.sealArguments(ref, asked.arguments()))
        .param("digest", Digests.sha256(asked.arguments()))
        .param("justification", why == null ? null : sealed.sealJustification(ref, why))
        .param("subjectType", asked.caller().type())
        .param("subjectId", asked.caller().id())
        .param("subjectName", asked.caller().name())
        .param("userId", asked.caller().userId())
        .param("sessionId", asked.caller().sessionId())
        .param("clientCallId", Repeats.callId(asked))
        .param("correlation", asked.caller().correlationId())
        .param("earlier", asked.caller().earlierCalls())
        .param("token", asked.caller().token())
        .param("labels", asked.caller().labels())
        .param("policy", asked.grounds().policyVersion())
        .param("rules", asked.grounds().rules())
        .param("workflows", terms.write())
        .param("timeout", terms.timeout().toSeconds())
        .update();
  }
}
