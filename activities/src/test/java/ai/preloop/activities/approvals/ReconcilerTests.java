package ai.preloop.activities.approvals;

import static ai.preloop.activities.approvals.ApprovalsAccount.APPROVE;
import static ai.preloop.activities.approvals.ApprovalsAccount.DECLINE;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.workflows.approvals.ApprovalStatus;
import ai.preloop.workflows.approvals.ExecutionStatus;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReconcilerTests {

  private final ApprovalsHarness harness = ApprovalsHarness.shared();
  private final ApprovalsAccount account = harness.account();
  private final Reconciler reconciler = harness.bean(Reconciler.class);

  @BeforeEach
  void nothingElseIsForgotten() {
    reconciler.reconcile();
  }

  @Test
  void leavesAloneWhatIsDriven() {
    ApprovalRow row = account.openAndWaiting();
    old(row);

    assertThat(reconciler.reconcile()).isZero();
  }

  @Test
  void startsWhatAnotherTemporalStoreHad() {
    ApprovalRow row = account.openAndWaiting();
    harness.client.newUntypedWorkflowStub(row.ref().workflowId()).terminate("lost");
    account.sql(
        "update approval_requests set workflow_store = 'another' where id = ?",
        row.ref().approvalId());
    old(row);

    assertThat(reconciler.reconcile()).isOne();

    assertThat(account.now(row).workflowStore())
        .isEqualTo(harness.bean(ApprovalWorkflows.class).store());
    assertThat(reconciler.reconcile()).isZero();
  }

  @Test
  void countsVotesThatNobodyCounted() {
    ApprovalRow row = account.openAndWaiting();
    harness
        .database()
        .doInAccount(
            account.id, jdbc -> Casting.cast(jdbc, account.now(row), account.ana, APPROVE));
    old(row);

    reconciler.reconcile();

    assertThat(account.untilOver(row).execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(harness.target.sent(row.ref().approvalId())).isOne();
  }

  @Test
  void endsWhatIsOverdue() {
    ApprovalRow row = account.openAndWaiting();
    account.sql(
        "update approval_requests set deadline = clock_timestamp() - interval '3 s' where id = ?",
        row.ref().approvalId());
    old(row);

    reconciler.reconcile();

    assertThat(account.now(row).status()).isEqualTo(ApprovalStatus.EXPIRED);
  }

  @Test
  void closesWhatWasToBeCancelled() {
    ApprovalRow row = account.openAndWaiting();
    harness
        .database()
        .doInAccount(account.id, jdbc -> Requests.cancel(jdbc, row.ref(), "ana", "no need"));
    old(row);

    reconciler.reconcile();

    assertThat(account.now(row).status()).isEqualTo(ApprovalStatus.CANCELLED);
  }

  @Test
  void neverStartsWhatIsOver() {
    ApprovalRow row = account.openAndWaiting();
    harness.bean(Decisions.class).vote(account.ana, row.ref().approvalId(), DECLINE);
    account.sql(
        "update approval_requests set workflow_store = 'another' where id = ?",
        row.ref().approvalId());
    old(row);

    assertThat(reconciler.reconcile()).isZero();
  }

  @Test
  void aRowThatCannotBeReadKeepsNoOtherWaiting() {
    ApprovalRow broken = account.openAndWaiting();
    account.sql(
        "update approval_requests set arguments = '\\x00', workflow_store = null where id = ?",
        broken.ref().approvalId());
    old(broken);
    ApprovalRow row = account.openAndWaiting();
    account.sql(
        "update approval_requests set workflow_store = null where id = ?", row.ref().approvalId());
    old(row);

    reconciler.reconcile();

    assertThat(account.now(row).workflowStore()).isNotNull();
    account.sql(
        "update approval_requests set status = 'cancelled' where id = ?",
        broken.ref().approvalId());
  }

  @Test
  void onlyOneNodeDoesIt() {
    ApprovalRow row = account.openAndWaiting();
    account.sql(
        "update approval_requests set workflow_store = null where id = ?", row.ref().approvalId());
    old(row);

    int byAnother =
        harness
            .database()
            .asSystem(jdbc -> {
              jdbc.sql("select 1 from pg_advisory_xact_lock(?)")
                  .param(Reconciler.LOCK)
                  .query(Integer.class)
                  .single();
              return CompletableFuture.supplyAsync(reconciler::reconcile).join();
            });

    assertThat(byAnother).isZero();
    assertThat(reconciler.reconcile()).isOne();
  }

  private void old(ApprovalRow row) {
    account.sql(
        """
        update approval_requests
        set created_at = created_at - interval '1 h', driven_at = driven_at - interval '1 min'
        where id = ?
        """,
        row.ref().approvalId());
  }
}
