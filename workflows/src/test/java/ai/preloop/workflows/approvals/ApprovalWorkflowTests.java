package ai.preloop.workflows.approvals;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import ai.preloop.workflows.approvals.ApprovalNotices.Notice;
import ai.preloop.workflows.approvals.DecideAnswer.Refusal;
import com.google.protobuf.util.Durations;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApprovalWorkflowTests {

  private static final Duration LIFE = Duration.ofDays(3);

  private final ApprovalRun run = new ApprovalRun(LIFE);

  @AfterEach
  void close() {
    run.close();
  }

  @Test
  void executesOnceWhatIsApproved() {
    run.startAndWait();

    DecideAnswer answer = run.workflow.decide(run.row.vote(ApprovalStatus.APPROVED));

    assertThat(answer.accepted()).isTrue();
    assertThat(answer.state().status()).isEqualTo(ApprovalStatus.APPROVED);
    assertThat(run.result().execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
    verify(run.calls, times(1)).execute(run.ref);
    verify(run.notices, timeout(5_000)).send(new Notice(run.ref, "mail", "opened"));
    verify(run.notices, times(1)).send(new Notice(run.ref, "mail", "ended"));
    assertThat(run.status()).isEqualTo("succeeded");
  }

  @Test
  void executesNothingThatIsDeclined() {
    run.start();

    run.workflow.decide(run.row.vote(ApprovalStatus.DECLINED));

    assertThat(run.result().status()).isEqualTo(ApprovalStatus.DECLINED);
    verify(run.calls, never()).execute(any());
    verify(run.notices, times(1)).send(new Notice(run.ref, "mail", "ended"));
    assertThat(run.status()).isEqualTo("declined");
  }

  @Test
  void expiresAtTheDeadlineWhenNobodyDecides() {
    run.start();

    assertThat(run.result().status()).isEqualTo(ApprovalStatus.EXPIRED);
    verify(run.calls, never()).execute(any());
  }

  @Test
  void isStillOpenShortlyBeforeTheDeadline() {
    run.start();
    run.environment.sleep(LIFE.minusMinutes(1));

    assertThat(run.workflow.state().awaitsDecision()).isTrue();
    assertThat(run.workflow.decide(run.row.vote(ApprovalStatus.APPROVED)).accepted()).isTrue();
    assertThat(run.result().execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void closesWhatIsTakenBack() {
    run.start();
    run.row.want(ApprovalStatus.CANCELLED);

    assertThat(run.workflow.cancel().status()).isEqualTo(ApprovalStatus.CANCELLED);

    assertThat(run.result().status()).isEqualTo(ApprovalStatus.CANCELLED);
    verify(run.calls, never()).execute(any());
  }

  @Test
  void takesADecisionThatComesWithTheStart() {
    DecideAnswer answer = run.decideWithStart(run.row.vote(ApprovalStatus.APPROVED));

    assertThat(answer.accepted()).isTrue();
    assertThat(run.result().execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
    verify(run.calls, times(1)).execute(run.ref);
    verify(run.notices, never()).send(new Notice(run.ref, "mail", "opened"));
    verify(run.near, never()).send(new Notice(run.ref, "terminal", "opened"));
  }

  @Test
  void countsAVoteThatWasCastBeforeItWasStarted() {
    run.row.vote(ApprovalStatus.APPROVED);

    run.start();

    assertThat(run.result().execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
    verify(run.calls, times(1)).execute(run.ref);
  }

  @Test
  void answersAMadeUpVoteAndWaitsOn() {
    run.start();

    assertThat(run.workflow.decide(UUID.randomUUID()).refusal()).isEqualTo(Refusal.NO_SUCH_VOTE);

    assertThat(run.workflow.state().awaitsDecision()).isTrue();
    verify(run.calls, never()).execute(any());
  }

  @Test
  void tellsALateVoteThatItIsClosed() {
    run.start();
    doAnswer(
            call -> {
              DecideAnswer late = run.workflow.decide(run.row.vote(ApprovalStatus.DECLINED));
              assertThat(late.refusal()).isEqualTo(Refusal.CLOSED);
              return run.row.executed(ExecutionStatus.SUCCEEDED);
            })
        .when(run.calls)
        .execute(any());

    run.workflow.decide(run.row.vote(ApprovalStatus.APPROVED));

    assertThat(run.result().status()).isEqualTo(ApprovalStatus.APPROVED);
    assertThat(run.result().execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void waitsForAPersonWhereTheOutcomeIsUnknownAndSendsAgain() {
    doAnswer(call -> run.row.executed(ExecutionStatus.OUTCOME_UNKNOWN))
        .doAnswer(call -> run.row.executed(ExecutionStatus.SUCCEEDED))
        .when(run.calls)
        .execute(any());
    run.start();
    run.workflow.decide(run.row.vote(ApprovalStatus.APPROVED));
    run.environment.sleep(Duration.ofDays(9));
    assertThat(run.workflow.state().awaitsResolution()).isTrue();
    verify(run.calls, times(1)).execute(run.ref);

    run.row.resolveAs(ExecutionStatus.NONE);
    run.workflow.resolve();

    assertThat(run.result().execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
    verify(run.calls, times(2)).execute(run.ref);
  }

  @Test
  void seesALateResultOfAnUnknownOutcomeByItself() {
    doAnswer(call -> run.row.executed(ExecutionStatus.OUTCOME_UNKNOWN))
        .when(run.calls)
        .execute(any());
    run.start();
    run.workflow.decide(run.row.vote(ApprovalStatus.APPROVED));
    run.environment.sleep(Duration.ofHours(1));

    run.row.executed(ExecutionStatus.SUCCEEDED);

    assertThat(run.result().execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
    verify(run.calls, times(1)).execute(run.ref);
  }

  @Test
  void believesTheRowRatherThanWhatTheAttemptSaw() {
    doAnswer(
            call -> {
              ApprovalState seen = run.row.executed(ExecutionStatus.OUTCOME_UNKNOWN);
              run.row.executed(ExecutionStatus.SUCCEEDED);
              return seen;
            })
        .when(run.calls)
        .execute(any());
    run.start();

    run.workflow.decide(run.row.vote(ApprovalStatus.APPROVED));

    assertThat(run.result().execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(run.history().getEvents())
        .extracting(event -> event.getTimerStartedEventAttributes().getStartToFireTimeout())
        .as("it does not wait for a day to look again")
        .doesNotContain(Durations.fromDays(1));
  }

  @Test
  void retriesACallWhoseWorkerDied() {
    doThrow(new IllegalStateException("gone"))
        .doAnswer(call -> run.row.executed(ExecutionStatus.SUCCEEDED))
        .when(run.calls)
        .execute(any());
    run.start();

    run.workflow.decide(run.row.vote(ApprovalStatus.APPROVED));

    assertThat(run.result().execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
    verify(run.calls, times(2)).execute(run.ref);
  }

  @Test
  void waitsForADatabaseThatIsAwayWhenItStarts() {
    run.row.failNext(3);
    run.start();

    assertThat(run.workflow.decide(run.row.vote(ApprovalStatus.APPROVED)).accepted()).isTrue();
    assertThat(run.result().execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void waitsForADatabaseThatIsAwayWhenSomebodyDecides() {
    run.startAndWait();
    run.row.failNext(3);

    assertThat(run.workflow.decide(run.row.vote(ApprovalStatus.APPROVED)).accepted()).isTrue();
    assertThat(run.result().execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void tellsWhatIsNearWithoutAnActivityOfItsOwn() {
    run.startAndWait();

    verify(run.near, times(1)).send(new Notice(run.ref, "terminal", "opened"));
    run.workflow.decide(run.row.vote(ApprovalStatus.DECLINED));
    run.result();

    verify(run.near, times(1)).send(new Notice(run.ref, "terminal", "ended"));
    assertThat(run.history().getEvents())
        .filteredOn(HistoryEvent::hasActivityTaskScheduledEventAttributes)
        .as("the mail's two notices")
        .hasSize(2);
  }

  @Test
  void noticesThatFailHoldNothingUp() {
    doThrow(new IllegalStateException("no mail")).when(run.notices).send(any());
    doThrow(new IllegalStateException("no terminal")).when(run.near).send(any());
    run.start();

    run.workflow.decide(run.row.vote(ApprovalStatus.APPROVED));

    assertThat(run.result().execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void noticesThatFailForEverDoNotKeepItFromExpiring() {
    ApplicationFailure gone = ApplicationFailure.newNonRetryableFailure("no terminal", "gone");
    doThrow(gone).when(run.notices).send(any());
    doThrow(gone).when(run.near).send(any());
    run.start();

    assertThat(run.result().status()).isEqualTo(ApprovalStatus.EXPIRED);
  }

  @Test
  void endsUnderAnotherName() {
    WorkflowStub other =
        run.environment
            .getWorkflowClient()
            .newUntypedWorkflowStub(
                "ApprovalWorkflow",
                WorkflowOptions.newBuilder()
                    .setWorkflowId("approval-" + UUID.randomUUID())
                    .setTaskQueue(ApprovalWorkflow.TASK_QUEUE)
                    .build());
    run.row.want(ApprovalStatus.APPROVED);
    other.start(run.ref);

    assertThatThrownBy(() -> other.getResult(ApprovalState.class))
        .isInstanceOf(WorkflowFailedException.class);
    verify(run.calls, never()).execute(any());
  }

  @Test
  void tellsAnOperatorWhatItWaitsForAndHowItEnded() {
    run.startAndWait();
    assertThat(run.details()).startsWith("Waiting for ana until ").endsWith("Z.");

    run.workflow.decide(run.row.vote(ApprovalStatus.APPROVED));
    run.result();

    assertThat(run.details()).isEqualTo("Ended: succeeded.");
  }

  @Test
  void itsMessagesHaveOnlyWhatTheySay() {
    run.start();
    run.workflow.decide(run.row.vote(ApprovalStatus.APPROVED));
    run.result();

    assertThat(new String(run.history().getHistory().toByteArray(), ISO_8859_1))
        .contains("\"execution\":\"SUCCEEDED\"")
        .doesNotContain("awaits", "pending\":");
  }
}
