package ai.preloop.activities.approvals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.approvals.Outcomes.Claim;
import ai.preloop.activities.database.Database;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.approvals.ApprovalRef;
import ai.preloop.workflows.approvals.ApprovalState;
import ai.preloop.workflows.approvals.ApprovedCalls;
import ai.preloop.workflows.approvals.ExecutionStatus;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers of calls that were taken for lost. */
class LateAnswerTests {

  private static final String QUEUE = "preloop-late-answers-" + UUID.randomUUID();

  private final ApprovalsHarness harness = ApprovalsHarness.shared();
  private final ApprovalsAccount account = harness.account();
  private final WorkerFactory another = WorkerFactory.newInstance(harness.client);

  @AfterEach
  void close() {
    another.shutdownNow();
  }

  @Test
  void endTheWorkflowThatWaitsForAPerson() throws Exception {
    ApprovalRow row = account.openAndWaiting();
    account.approveUnheard(row);
    harness.target.answering(
        account.id.value(),
        call -> {
          account.doubt(row);
          harness.bean(ApprovalWorkflows.class).wake(row);
          return FakeTarget.DONE;
        });

    callFromElsewhere(row);

    ApprovalState end =
        harness
            .client
            .newUntypedWorkflowStub(row.ref().workflowId())
            .getResult(20, TimeUnit.SECONDS, ApprovalState.class);
    assertThat(end.execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(harness.target.sent(row.ref().approvalId())).isOne();
  }

  @Test
  void standAgainstWhatAPersonSaidInTheSameMoment() {
    ApprovalRow row = account.openAndWaiting();
    account.approveUnheard(row);
    account.claimAndDie(row);
    account.doubt(row);
    Decisions overtaken =
        new Decisions(
            harness.database(),
            harness.bean(ApprovalTable.class),
            new ApprovalWorkflows(
                Before.telling(harness.client, () -> answer(row)),
                harness.bean(RequiredAttributes.class)));

    assertThatThrownBy(
            () -> overtaken.resolve(account.ben, row.ref().approvalId(), "failed", "looked"))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.CONFLICT))
        .hasMessage("The call's own answer came first: it has succeeded, and that stands.");

    ApprovalRow after = account.now(row);
    assertThat(after.resolution()).isNull();
    assertThat(after.execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(account.detail(row).events())
        .filteredOn(event -> event.type().equals("resolution_overtaken"))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.actor()).isEqualTo(account.ben.name());
          assertThat(event.detail()).isEqualTo("failed came too late: the call has succeeded");
        });
  }

  @Test
  void areToldBesideWhatAPersonHasSaid() {
    ApprovalRow row = account.openAndWaiting();
    account.approveUnheard(row);
    account.claimAndDie(row);
    account.doubt(row);
    harness
        .bean(Decisions.class)
        .resolve(account.ben, row.ref().approvalId(), "failed", "done by hand");
    account.untilOver(row);

    answer(row);

    assertThat(account.now(row).execution()).as("it stands").isEqualTo(ExecutionStatus.FAILED);
    assertThat(account.detail(row).events())
        .filteredOn(event -> event.type().equals("late_answer"))
        .singleElement()
        .satisfies(event -> assertThat(event.detail()).isEqualTo("succeeded"));
  }

  private void answer(ApprovalRow row) {
    Database database = harness.database();
    database.doInAccount(
        account.id,
        jdbc ->
            harness
                .bean(Outcomes.class)
                .store(
                    jdbc,
                    harness.bean(ApprovalTable.class).lock(jdbc, row.ref()).orElseThrow(),
                    new Claim(1, "a dead attempt"),
                    FakeTarget.DONE));
  }

  /** An attempt that the row's own workflow does not know of, as one is after its time-out. */
  private void callFromElsewhere(ApprovalRow row) {
    another.newWorker(QUEUE).registerWorkflowImplementationTypes(ElsewhereImpl.class);
    another.start();
    Elsewhere elsewhere =
        harness.client.newWorkflowStub(
            Elsewhere.class, WorkflowOptions.newBuilder().setTaskQueue(QUEUE).build());
    WorkflowClient.start(elsewhere::run, row.ref());
    WorkflowStub.fromTyped(elsewhere).getResult(ApprovalState.class);
  }

  /** Has the call made. */
  @WorkflowInterface
  public interface Elsewhere {

    @WorkflowMethod
    ApprovalState run(ApprovalRef ref);
  }

  /** Has it made by the product's own activity. */
  public static final class ElsewhereImpl implements Elsewhere {

    @Override
    public ApprovalState run(ApprovalRef ref) {
      return Workflow.newActivityStub(
              ApprovedCalls.class,
              ActivityOptions.newBuilder()
                  .setTaskQueue(ApprovedCalls.TASK_QUEUE)
                  .setStartToCloseTimeout(Duration.ofMinutes(1))
                  .build())
          .execute(ref);
    }
  }
}
