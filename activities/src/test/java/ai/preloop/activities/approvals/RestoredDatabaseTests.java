package ai.preloop.activities.approvals;

import static ai.preloop.activities.approvals.ApprovalsAccount.APPROVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.approvals.ApprovedCallTarget.Sent;
import ai.preloop.activities.database.DatabaseSettings;
import ai.preloop.workflows.approvals.ApprovalState;
import ai.preloop.workflows.approvals.ApprovalWorkflow;
import ai.preloop.workflows.approvals.ExecutionStatus;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Rows as an older backup has them, while Temporal has come further. */
class RestoredDatabaseTests {

  private final ApprovalsHarness harness = ApprovalsHarness.shared();
  private final ApprovalsAccount account = harness.account();
  private final Reconciler reconciler = harness.bean(Reconciler.class);
  private final Decisions decisions = harness.bean(Decisions.class);

  @BeforeEach
  void nothingElseIsForgotten() {
    reconciler.reconcile();
  }

  @Test
  void aCallThatRanIsNotSentAgainWithoutAPerson() throws TimeoutException {
    ApprovalRow row = ran();
    restoreApproved(row);
    old(row);

    reconciler.reconcile();

    assertInDoubt(row);
  }

  @Test
  void aCallThatRanIsNotSentByASecondApproval() throws TimeoutException {
    ApprovalRow row = ran();
    restorePending(row);

    assertThat(decisions.vote(account.ben, id(row), APPROVE)).isEqualTo(Decisions.Effect.RECORDED);
    old(row);
    reconciler.reconcile();

    assertInDoubt(row);
    assertThat(account.detail(row).events())
        .extracting(ApprovalDetail.Event::type)
        .containsSubsequence("claim_recalled", "approved", "outcome_unknown");
  }

  @Test
  void aPersonHasItSentAgain() throws TimeoutException {
    ApprovalRow row = ran();
    restoreApproved(row);
    old(row);
    reconciler.reconcile();
    assertInDoubt(row);

    decisions.resolve(account.ben, id(row), "resend", null);

    assertThat(account.untilOver(row).execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(harness.target.sent(id(row))).isEqualTo(2);
  }

  @Test
  void whatAPersonHadSentAgainIsNotSentAThirdTime() {
    ApprovalRow row = doubted();
    decisions.resolve(account.ben, id(row), "resend", null);
    awaitDoubt(row, 2);
    account.sql("delete from executions where approval_id = ? and round = 2", id(row));
    account.sql("update approval_requests set execution_status = 'none' where id = ?", id(row));

    harness.bean(ApprovalWorkflows.class).wake(account.now(row));

    account.until(row, RestoredDatabaseTests::inDoubt);
    assertThat(harness.target.sent(id(row))).isEqualTo(2);
  }

  @Test
  void aWorkflowThatIsInDoubtStaysSo() {
    ApprovalRow row = doubted();
    restoreApproved(row);

    harness.bean(ApprovalWorkflows.class).wake(account.now(row));

    assertInDoubt(row);
  }

  @Test
  void theNextAttemptKnowsOfTheOneBefore() {
    AtomicBoolean failed = new AtomicBoolean();
    ApprovalRow row = account.openAndWaiting();
    harness.target.answering(
        account.id.value(),
        call -> {
          restoreApproved(row);
          failed.set(true);
          throw new IllegalStateException("dead before its answer was stored");
        });

    decisions.vote(account.ana, id(row), APPROVE);

    assertInDoubt(row);
    assertThat(failed).isTrue();
  }

  @Test
  void anAnswerIsKeptThoughItsClaimIsLost() {
    ApprovalRow row = account.openAndWaiting();
    harness.target.answering(
        account.id.value(),
        call -> {
          restoreApproved(row);
          return FakeTarget.DONE;
        });

    decisions.vote(account.ana, id(row), APPROVE);

    assertThat(account.untilOver(row).execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(account.execution(row).result()).isEqualTo(FakeTarget.DONE.result());
    assertThat(harness.target.sent(id(row))).isOne();
  }

  @Test
  void anAnswerIsKeptThoughTheApprovalIsLost() throws TimeoutException {
    ApprovalRow row = account.openAndWaiting();
    harness.target.answering(
        account.id.value(),
        call -> {
          restorePending(row);
          return FakeTarget.DONE;
        });
    decisions.vote(account.ana, id(row), APPROVE);
    awaitEnd(row);

    decisions.vote(account.ben, id(row), APPROVE);
    old(row);
    reconciler.reconcile();

    assertThat(account.untilOver(row).execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(account.execution(row).result()).isEqualTo(FakeTarget.DONE.result());
    assertThat(harness.target.sent(id(row))).isOne();
  }

  @Test
  void aCallThatNobodyBeganIsSent() {
    ApprovalRow row = account.openAndWaiting();
    account.approveUnheard(row);
    WorkflowStub workflow = harness.client.newUntypedWorkflowStub(row.ref().workflowId());
    workflow.terminate("by hand, while it waited");
    old(row);

    reconciler.reconcile();

    assertThat(account.untilOver(row).execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(harness.target.sent(id(row))).isOne();
  }

  private ApprovalRow ran() throws TimeoutException {
    ApprovalRow row = account.openAndWaiting();
    decisions.vote(account.ana, id(row), APPROVE);
    awaitEnd(row);
    return row;
  }

  private ApprovalRow doubted() {
    harness.target.answering(account.id.value(), call -> new Sent.Unknown("no answer"));
    ApprovalRow row = account.openAndWaiting();
    decisions.vote(account.ana, id(row), APPROVE);
    awaitDoubt(row, 1);
    return account.now(row);
  }

  /** Until its workflow knows that the outcome of this round is unknown. */
  private void awaitDoubt(ApprovalRow row, int round) {
    ApprovalWorkflow workflow =
        harness.client.newWorkflowStub(ApprovalWorkflow.class, row.ref().workflowId());
    await()
        .atMost(Duration.ofSeconds(20))
        .until(workflow::state, seen -> seen.awaitsResolution() && seen.roundOrFirst() == round);
  }

  private void awaitEnd(ApprovalRow row) throws TimeoutException {
    harness
        .client
        .newUntypedWorkflowStub(row.ref().workflowId())
        .getResult(20, TimeUnit.SECONDS, ApprovalState.class);
  }

  private void assertInDoubt(ApprovalRow row) {
    account.until(row, RestoredDatabaseTests::inDoubt);
    assertThat(account.execution(row).error()).isEqualTo(LostClaims.REASON);
    assertThat(harness.target.sent(id(row))).isOne();
  }

  private static boolean inDoubt(ApprovalRow row) {
    return row.execution() == ExecutionStatus.OUTCOME_UNKNOWN;
  }

  /** To where it was approved, and not claimed. */
  private void restoreApproved(ApprovalRow row) {
    account.sql("delete from executions where approval_id = ?", id(row));
    account.sql("update approval_requests set execution_status = 'none' where id = ?", id(row));
  }

  /** To where nobody had voted. */
  private void restorePending(ApprovalRow row) {
    restoreApproved(row);
    forgetVotes(row);
    account.sql(
        """
        update approval_requests
        set status = 'pending', decided_at = null, decided_by = null, decision_comment = null
        where id = ?
        """,
        id(row));
  }

  /** As the owner of the schema: the product deletes none. */
  private void forgetVotes(ApprovalRow row) {
    DatabaseSettings settings = harness.bean(DatabaseSettings.class);
    try (var connection =
        new SingleConnectionDataSource(
            settings.jdbcUrl(), settings.user(), settings.password(), true)) {
      JdbcClient jdbc = JdbcClient.create(connection);
      jdbc.sql("select set_config('app.account', ?, false)")
          .param(account.id.toString())
          .query(String.class)
          .single();
      assertThat(
              jdbc.sql("delete from approval_votes where approval_id = ?").param(id(row)).update())
          .isOne();
    }
  }

  private void old(ApprovalRow row) {
    account.sql(
        """
        update approval_requests
        set created_at = created_at - interval '1 h', driven_at = driven_at - interval '1 min'
        where id = ?
        """,
        id(row));
  }

  private static UUID id(ApprovalRow row) {
    return row.ref().approvalId();
  }
}
