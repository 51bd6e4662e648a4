package ai.preloop.activities.approvals;

import static ai.preloop.activities.approvals.ApprovalsAccount.APPROVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.approvals.Decisions.Effect;
import ai.preloop.workflows.approvals.ApprovalRef;
import ai.preloop.workflows.approvals.ApprovalStatus;
import ai.preloop.workflows.approvals.ApprovalWorkflow;
import ai.preloop.workflows.approvals.DecideAnswer.Refusal;
import ai.preloop.workflows.approvals.ExecutionStatus;
import ai.preloop.workflows.identity.Ids;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever can reach Temporal can make nothing run and lose nothing. */
class ApprovalByHandTests {

  private final ApprovalsHarness harness = ApprovalsHarness.shared();
  private final ApprovalsAccount account = harness.account();
  private final ApprovalRow row = account.openAndWaiting();

  @AfterEach
  void thePersonsDecisionStillLeadsToOneExecution() {
    if (account.now(row).status() == ApprovalStatus.PENDING) {
      harness.bean(Decisions.class).vote(account.ana, row.ref().approvalId(), APPROVE);
      assertThat(account.untilOver(row).execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
      assertThat(harness.target.sent(row.ref().approvalId())).isOne();
    }
  }

  @Test
  void aVoteThatNobodyCastCountsForNothing() {
    assertThat(workflow().decide(Ids.next()).refusal()).isEqualTo(Refusal.NO_SUCH_VOTE);

    assertNothingRan();
  }

  @Test
  void anotherRequestsVoteCountsForNothing() {
    ApprovalRow other = account.open();
    account.approveUnheard(other);

    assertThat(workflow().decide(account.detail(other).votes().getFirst().id()).refusal())
        .isEqualTo(Refusal.NO_SUCH_VOTE);

    assertNothingRan();
  }

  @Test
  void aCancelAndAResolutionThatNobodyAskedForChangeNothing() {
    assertThat(workflow().cancel().status()).isEqualTo(ApprovalStatus.PENDING);
    assertThat(workflow().resolve().status()).isEqualTo(ApprovalStatus.PENDING);

    assertNothingRan();
  }

  @Test
  void aStartUnderAnotherNameEnds() {
    assertThatThrownBy(() -> start("by-hand-" + Ids.next(), row.ref()).getResult(Object.class))
        .isInstanceOf(WorkflowFailedException.class);

    assertNothingRan();
  }

  @Test
  void aStartForARowThatIsNotThereEnds() {
    ApprovalRef nothing = new ApprovalRef(account.id.value(), Ids.next());

    assertThatThrownBy(() -> start(nothing.workflowId(), nothing).getResult(Object.class))
        .isInstanceOf(WorkflowFailedException.class);
  }

  @Test
  void aTerminatedWorkflowIsStartedByTheDecision() {
    stub().terminate("by hand");

    assertNothingRan();
  }

  @Test
  void aCancelledWorkflowIsStartedByTheDecision() {
    stub().cancel();
    assertThatThrownBy(() -> stub().getResult(Object.class))
        .isInstanceOf(WorkflowFailedException.class);

    assertNothingRan();
  }

  @Test
  void aTerminatedWorkflowsRequestStillExpires() {
    stub().terminate("by hand");
    age();
    account.sql(
        "update approval_requests set deadline = clock_timestamp() - interval '3 s' where id = ?",
        row.ref().approvalId());

    harness.bean(Reconciler.class).reconcile();

    assertThat(account.untilOver(row).status()).isEqualTo(ApprovalStatus.EXPIRED);
    assertThat(harness.target.sent(row.ref().approvalId())).isZero();
  }

  @Test
  void aTerminatedWorkflowsVoteIsCountedByTheReconciler() {
    stub().terminate("by hand");
    account.approveUnheard(row);
    age();

    harness.bean(Reconciler.class).reconcile();

    assertThat(account.untilOver(row).execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(harness.target.sent(row.ref().approvalId())).isOne();
  }

  @Test
  void aCallThatIsUnderWayWhenItsWorkflowIsTerminatedIsKept() throws InterruptedException {
    CountDownLatch sending = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    harness.target.answering(
        account.id.value(),
        call -> {
          sending.countDown();
          await(answer);
          return FakeTarget.DONE;
        });
    harness.bean(Decisions.class).vote(account.ana, row.ref().approvalId(), APPROVE);
    assertThat(sending.await(20, TimeUnit.SECONDS)).isTrue();

    stub().terminate("by hand");
    answer.countDown();

    assertThat(account.untilOver(row).execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(harness.target.sent(row.ref().approvalId())).isOne();
  }

  @Test
  void anImpostorUnderTheRowsNameIsReplaced() {
    stub().terminate("by hand");
    harness
        .client
        .newUntypedWorkflowStub("Impostor", options(row.ref().workflowId(), "a queue of nobody"))
        .start();

    assertThat(harness.bean(Decisions.class).vote(account.ana, row.ref().approvalId(), APPROVE))
        .isEqualTo(Effect.RECORDED);
    age();
    harness.bean(Reconciler.class).reconcile();
    age();
    harness.bean(Reconciler.class).reconcile();

    assertThat(account.untilOver(row).execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(harness.target.sent(row.ref().approvalId())).isOne();
  }

  private void assertNothingRan() {
    assertThat(account.now(row).status()).isEqualTo(ApprovalStatus.PENDING);
    assertThat(harness.target.sent(row.ref().approvalId())).isZero();
  }

  private void age() {
    account.sql(
        """
        update approval_requests
        set created_at = created_at - interval '1 h', driven_at = driven_at - interval '30 min',
          tried_at = tried_at - interval '10 min'
        where id = ?
        """,
        row.ref().approvalId());
  }

  private ApprovalWorkflow workflow() {
    return harness.client.newWorkflowStub(ApprovalWorkflow.class, row.ref().workflowId());
  }

  private WorkflowStub stub() {
    return harness.client.newUntypedWorkflowStub(row.ref().workflowId());
  }

  private WorkflowStub start(String id, ApprovalRef ref) {
    WorkflowStub started =
        harness.client.newUntypedWorkflowStub(
            "ApprovalWorkflow", options(id, ApprovalWorkflow.TASK_QUEUE));
    started.start(ref);
    return started;
  }

  private static WorkflowOptions options(String id, String queue) {
    return WorkflowOptions.newBuilder()
        .setWorkflowId(id)
        .setTaskQueue(queue)
        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
        .build();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
