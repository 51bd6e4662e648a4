package ai.preloop.activities.approvals;

import ai.preloop.activities.approvals.Approvals.Asked;
import ai.preloop.activities.approvals.ApprovedCallTarget.Sent;
import ai.preloop.activities.approvals.ApprovedCallTarget.Sent.Answered;
import ai.preloop.activities.approvals.Events.Event;
import ai.preloop.workflows.approvals.ApprovalRef;
import ai.preloop.workflows.approvals.ApprovalStatus;
import ai.preloop.workflows.approvals.ExecutionStatus;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What tools answered and people have not let go yet. It lies apart from the outcomes that agents
 * are told of, and gets among them by an approval alone.
 */
final class Withheld {

  private static final String GONE = "The result is not kept any more.";

  private static final String RAN = " The tool did run: do not make the call again.";

  private final SealedContent sealed;
  private final ApprovalTable table;

  Withheld(SealedContent sealed, ApprovalTable table) {
    this.sealed = sealed;
    this.table = table;
  }

  /** Opens the request about an answer, once under its id. */
  ApprovalRow keep(JdbcClient jdbc, ApprovalRef ref, Asked asked, Answered answer) {
    return table.find(jdbc, ref).orElseGet(() -> insert(jdbc, ref, asked, answer));
  }

  /** The same for an approved call, for whose answer nobody waits under this id yet. */
  void keepOf(JdbcClient jdbc, ApprovalRow call, Sent.Asked sent) {
    ApprovalRef ref = new ApprovalRef(call.ref().accountId(), sent.release());
    Asked asked =
        new Asked(
            call.account(),
            call.caller(),
            call.target(),
            call.content().arguments(),
            call.content().justification(),
            sent.workflows(),
            sent.grounds());
    keep(jdbc, ref, asked.released(), sent.answer());
    Attendance.count(jdbc, ref, -1);
  }

  private ApprovalRow insert(JdbcClient jdbc, ApprovalRef ref, Asked asked, Answered answer) {
    Terms terms = Electorates.terms(jdbc, asked.account(), asked.workflows());
    NewRequest.insert(jdbc, ref, asked, terms, sealed);
    jdbc.sql(
            """
            insert into withheld_results (approval_id, account_id, result, is_error)
            values (?, ?, ?, ?)
            """)
        .params(
            ref.approvalId(),
            ref.accountId(),
            sealed.sealResult(ref, answer.result()),
            answer.isError())
        .update();
    Events.add(
        jdbc,
        ref,
        Event.of("opened", asked.caller().actor(), "result of " + asked.target().qualifiedTool()));
    return table.find(jdbc, ref).orElseThrow();
  }

  /** The answer, for those who decide about it. */
  Optional<byte[]> find(JdbcClient jdbc, ApprovalRow row) {
    return jdbc.sql("select result from withheld_results where approval_id = ? and account_id = ?")
        .params(row.ref().approvalId(), row.ref().accountId())
        .query((found, number) -> sealed.openResult(row.ref(), found.getBytes("result")))
        .optional();
  }

  /** Makes the answer of a request, whose row the caller has locked, its outcome if approved. */
  static void letGo(JdbcClient jdbc, ApprovalRow row) {
    if (row.status() != ApprovalStatus.APPROVED || row.execution() != ExecutionStatus.NONE) {
      return;
    }
    String fault = Claims.unapproved(jdbc, row);
    Optional<ExecutionStatus> passed = fault == null ? moved(jdbc, row) : Optional.empty();
    if (passed.isEmpty()) {
      fail(jdbc, row, (fault == null ? GONE : fault) + RAN);
    }
    Claims.mark(jdbc, row, passed.orElse(ExecutionStatus.FAILED));
    Events.add(jdbc, row.ref(), Event.of(passed.isPresent() ? "released" : "failed", fault));
  }

  /** Sealed as it is: under its request's id, where results have their place. */
  private static Optional<ExecutionStatus> moved(JdbcClient jdbc, ApprovalRow row) {
    return jdbc.sql(
            """
            with gone as (
              delete from withheld_results where approval_id = :id and account_id = :account
              returning result, is_error)
            insert into executions
              (approval_id, round, account_id, claim, status, result, error, finished_at)
            select :id, :round, :account, 'release',
              case when is_error then 'failed' else 'succeeded' end, result,
              case when is_error then 'The tool answered with an error.' end, clock_timestamp()
            from gone
            returning status
            """)
        .param("id", row.ref().approvalId())
        .param("account", row.ref().accountId())
        .param("round", row.round())
        .query((found, number) -> ExecutionStatus.of(found.getString("status")))
        .optional();
  }

  private static void fail(JdbcClient jdbc, ApprovalRow row, String reason) {
    jdbc.sql(
            """
            insert into executions
              (approval_id, round, account_id, claim, status, error, finished_at)
            values (?, ?, ?, 'release', 'failed', ?, clock_timestamp())
            """)
        .params(row.ref().approvalId(), row.round(), row.ref().accountId(), reason)
        .update();
  }
}
