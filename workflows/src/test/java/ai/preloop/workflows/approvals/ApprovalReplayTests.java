package ai.preloop.workflows.approvals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;

import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Histories of approvals that may be waiting somewhere: the workflow of today must still go their
 * way. {@code -Dhistories.record=true} writes them anew, after a change behind a version.
 */
class ApprovalReplayTests {

  private static final Path HISTORIES = Path.of("src/test/resources/histories/approval");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "approved",
        "declined",
        "expired",
        "cancelled",
        "with-start",
        "resolved",
        "told",
        "told-near"
      })
  void goesTheSameWayAgain(String name) throws IOException {
    String json = Files.readString(HISTORIES.resolve(name + ".json"));
    var history = WorkflowExecutionHistory.fromJson(json, ApprovalRun.REF.workflowId());

    try (TestWorkflowEnvironment environment =
        TestWorkflowEnvironment.newInstance(ApprovalRun.options())) {
      assertThatCode(() ->
              WorkflowReplayer.replayWorkflowExecution(
                  history, environment, ApprovalWorkflowImpl.class))
          .doesNotThrowAnyException();
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "histories.record", matches = "true")
  void recordsTheMainPaths() throws IOException {
    record("approved", decided(ApprovalStatus.APPROVED));
    record("told", decided(ApprovalStatus.APPROVED));
    record("told-near", decided(ApprovalStatus.APPROVED));
    record("declined", decided(ApprovalStatus.DECLINED));
    record("expired", ApprovalRun::start);
    record(
        "cancelled",
        run -> {
          run.startAndWait();
          run.row.want(ApprovalStatus.CANCELLED);
          run.workflow.cancel();
        });
    record("with-start", run -> run.decideWithStart(run.row.vote(ApprovalStatus.APPROVED)));
    record(
        "resolved",
        run -> {
          doAnswer(call -> run.row.executed(ExecutionStatus.OUTCOME_UNKNOWN))
              .doAnswer(call -> run.row.executed(ExecutionStatus.SUCCEEDED))
              .when(run.calls)
              .execute(any());
          decided(ApprovalStatus.APPROVED).accept(run);
          run.environment.sleep(Duration.ofDays(2));
          run.row.resolveAs(ExecutionStatus.NONE);
          run.workflow.resolve();
        });
    assertThat(HISTORIES).isNotEmptyDirectory();
  }

  private static Consumer<ApprovalRun> decided(ApprovalStatus outcome) {
    return run -> {
      run.startAndWait();
      run.workflow.decide(run.row.vote(outcome));
    };
  }

  private static void record(String name, Consumer<ApprovalRun> path) throws IOException {
    try (ApprovalRun run = new ApprovalRun(Duration.ofDays(3))) {
      path.accept(run);
      run.result();
      Files.createDirectories(HISTORIES);
      Files.writeString(HISTORIES.resolve(name + ".json"), run.history().toJson(true) + "\n");
    }
  }
}
