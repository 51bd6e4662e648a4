package ai.preloop.activities.approvals;

import static ai.preloop.activities.approvals.ApprovalsAccount.APPROVE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.approvals.ApprovedCallTarget.Sent;
import ai.preloop.activities.approvals.Outcomes.Claim;
import ai.preloop.activities.database.Digests;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.quorum.Vote.Choice;
import ai.preloop.workflows.approvals.ApprovalStatus;
import ai.preloop.workflows.approvals.ExecutionStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimTests {

  private final ApprovalsHarness harness = ApprovalsHarness.shared();
  private final ApprovalsAccount account = harness.account();
  private final Decisions decisions = harness.bean(Decisions.class);

  @Test
  void anAttemptThatDiedAfterItsClaimLeavesTheOutcomeUnknown() {
    ApprovalRow row = inDoubt();

    assertThat(harness.target.sent(row.ref().approvalId())).isZero();
    assertThat(account.execution(row).error()).contains("no answer came back");
  }

  @Test
  void aLateResultReplacesAnUnknownOutcome() {
    ApprovalRow row = inDoubt();

    answer(row, 1, FakeTarget.DONE);

    assertThat(account.now(row).execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(account.execution(row).result()).isEqualTo(FakeTarget.DONE.result());
    assertThat(account.execution(row).error()).isNull();
  }

  @Test
  void aSecondResultChangesNothing() {
    ApprovalRow row = inDoubt();
    answer(row, 1, FakeTarget.DONE);

    answer(row, 1, new Sent.Failed("later"));
    answer(row, 1, new Sent.Unknown("later still"));

    assertThat(account.now(row).execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(account.execution(row).result()).isEqualTo(FakeTarget.DONE.result());
    assertThat(types(row)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({"succeeded, SUCCEEDED", "failed, FAILED"})
  void aPersonEndsAnUnknownOutcomeAndALateResultDoesNot(String action, ExecutionStatus end) {
    ApprovalRow row = inDoubt();

    assertThat(decisions.resolve(account.ben, row.ref().approvalId(), action, "looked"))
        .isEqualTo(Decisions.Effect.DONE);
    answer(row, 1, FakeTarget.DONE);

    assertThat(account.now(row).execution()).isEqualTo(end);
    assertThat(account.execution(row).error()).startsWith("Marked as " + action + " by ben");
    assertThat(account.execution(row).result()).isNull();
    assertThat(harness.target.sent(row.ref().approvalId())).isZero();
  }

  @Test
  void aPersonHasAnUnknownCallSentAgain() {
    ApprovalRow row = inDoubt();

    decisions.resolve(account.ben, row.ref().approvalId(), "resend", null);

    assertThat(account.untilOver(row).execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(harness.target.sent(row.ref().approvalId())).isOne();
    answer(row, 1, new Sent.Failed("the first one, late"));
    assertThat(account.now(row).execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(account.execution(row).result()).isEqualTo(FakeTarget.DONE.result());
  }

  @Test
  void onlyAnUnknownOutcomeIsResolved() {
    ApprovalRow row = account.open();

    assertThatThrownBy(
            () -> decisions.resolve(account.ben, row.ref().approvalId(), "succeeded", null))
        .isInstanceOf(ProblemException.class)
        .hasMessage("Only a call whose outcome is unknown can be resolved; this one is none.");
    assertThatThrownBy(
            () -> decisions.resolve(account.ben, inDoubt().ref().approvalId(), "forget", null))
        .hasMessage("The action is one of resend, succeeded and failed.");
    assertThatThrownBy(
            () -> decisions.resolve(account.mia, inDoubt().ref().approvalId(), "resend", null))
        .hasMessageContaining("is not among those who decide this request");
  }

  @Test
  void aCallThatIsSafeToRepeatIsSentAgainByItself() {
    ApprovalRow row = repeatable();
    account.approveUnheard(row);
    account.claimAndDie(row);

    harness.bean(ApprovalWorkflows.class).wake(row);

    assertThat(account.untilOver(row).execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(harness.target.sent(row.ref().approvalId())).isOne();
    assertThat(types(row)).containsSubsequence("outcome_unknown", "sent_again", "executing");
  }

  @Test
  void aCallThatIsSafeToRepeatIsSentThreeTimesAtMost() {
    harness.target.answering(account.id.value(), call -> new Sent.Unknown("The line went dead."));
    ApprovalRow row = repeatable();

    decisions.vote(account.ana, row.ref().approvalId(), APPROVE);

    account.until(row, now -> now.execution() == ExecutionStatus.OUTCOME_UNKNOWN);
    assertThat(harness.target.sent(row.ref().approvalId())).isEqualTo(3);
  }

  @Test
  void anyOtherCallIsSentOnceAndItsOutcomeStaysUnknown() {
    harness.target.answering(account.id.value(), call -> new Sent.Unknown("The line went dead."));
    ApprovalRow row = account.open();

    decisions.vote(account.ana, row.ref().approvalId(), APPROVE);

    account.until(row, now -> now.execution() == ExecutionStatus.OUTCOME_UNKNOWN);
    assertThat(account.execution(row).error()).isEqualTo("The line went dead.");
    assertThat(harness.target.sent(row.ref().approvalId())).isOne();
  }

  @Test
  void aCallThatMayNotBeMadeAnyMoreIsNotSent() {
    harness.target.refusing(account.id.value(), "The tool is not there any more.");
    ApprovalRow row = account.open();

    decisions.vote(account.ana, row.ref().approvalId(), APPROVE);

    assertThat(account.untilOver(row).execution()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(account.execution(row).error())
        .isEqualTo("Not sent: The tool is not there any more.");
    assertThat(harness.target.sent(row.ref().approvalId())).isZero();
  }

  @Test
  void aCallThatCannotBeJudgedNowIsSentOnceItCan() {
    AtomicInteger looks = new AtomicInteger();
    harness.target.refusing(
        account.id.value(),
        () -> {
          if (looks.incrementAndGet() == 1) {
            throw unavailable();
          }
          return null;
        });
    ApprovalRow row = account.open();

    decisions.vote(account.ana, row.ref().approvalId(), APPROVE);

    assertThat(account.untilOver(row).execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(harness.target.sent(row.ref().approvalId())).isOne();
    assertThat(types(row)).containsExactly("opened", "vote", "approved", "executing", "succeeded");
  }

  @Test
  void aClaimUnderWhichNothingCouldLeaveIsTakenBackAndTakenAgain() {
    AtomicInteger attempts = new AtomicInteger();
    harness.target.beforeLeaving(
        account.id.value(),
        row -> {
          if (attempts.incrementAndGet() == 1) {
            throw unavailable();
          }
        });
    ApprovalRow row = account.open();

    decisions.vote(account.ana, row.ref().approvalId(), APPROVE);

    assertThat(account.untilOver(row).execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(harness.target.sent(row.ref().approvalId())).isOne();
    assertThat(types(row))
        .containsExactly(
            "opened", "vote", "approved", "executing", "put_off", "executing", "succeeded");
  }

  @Test
  void aClaimThatWasDoubtedIsNotTakenBack() {
    ApprovalRow row = inDoubt();

    answer(row, 1, new Sent.NotNow("Nothing is known."));

    assertThat(account.now(row).execution()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(account.execution(row).error()).isEqualTo("Not sent: Nothing is known.");
  }

  @Test
  void anotherAttemptsClaimIsNotTakenBack() {
    ApprovalRow row = account.open();
    account.approveUnheard(row);
    account.claimAndDie(row);

    answer(row, new Claim(1, "another attempt"), new Sent.NotNow("Nothing is known."));

    // The workflow's own attempt may have come to doubt the claim by now.
    assertThat(account.now(row).execution())
        .isIn(ExecutionStatus.EXECUTING, ExecutionStatus.OUTCOME_UNKNOWN);
  }

  @Test
  void aCallWhoseClaimWasGivenUpMeanwhileIsNotSent() {
    harness.target.beforeLeaving(account.id.value(), account::doubt);
    ApprovalRow row = account.open();

    decisions.vote(account.ana, row.ref().approvalId(), APPROVE);

    account.until(row, now -> now.execution() == ExecutionStatus.FAILED);
    assertThat(account.execution(row).error()).isEqualTo("Not sent: the claim is not held.");
    assertThat(harness.target.sent(row.ref().approvalId())).isZero();
  }

  @Test
  void argumentsThatAreNotTheApprovedOnesAreNotSent() {
    ApprovalRow row = account.open();
    account.sql(
        "update approval_requests set arguments = ? where id = ?",
        harness.bean(SealedContent.class).sealArguments(row.ref(), "{}".getBytes(UTF_8)),
        row.ref().approvalId());

    decisions.vote(account.ana, row.ref().approvalId(), APPROVE);

    assertThat(account.untilOver(row).execution()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(account.execution(row).error()).contains("not those that were approved");
    assertThat(harness.target.sent(row.ref().approvalId())).isZero();
  }

  @Test
  void argumentsThatTheVoterWasNotShownAreNotSentEvenWithTheirOwnDigest() {
    ApprovalRow row = account.openAndWaiting();
    Ballot shown = new Ballot(Choice.APPROVE, null, row.content().digest());
    harness.database().doInAccount(account.id, jdbc -> Casting.cast(jdbc, row, account.ana, shown));
    byte[] others = "{}".getBytes(UTF_8);
    account.sql(
        "update approval_requests set arguments = ?, digest = ? where id = ?",
        harness.bean(SealedContent.class).sealArguments(row.ref(), others),
        Digests.sha256(others),
        row.ref().approvalId());

    harness.bean(ApprovalWorkflows.class).wake(row);

    assertThat(account.untilOver(row).execution()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(account.execution(row).error()).contains("not those that were approved");
    assertThat(harness.target.sent(row.ref().approvalId())).isZero();
  }

  @Test
  void aVoteHasADigestOnlyWhereTheClientSaidOne() {
    ApprovalRow row = account.open();

    decisions.vote(account.ana, row.ref().approvalId(), APPROVE);

    boolean unsaid =
        harness
            .database()
            .inAccount(
                account.id,
                jdbc ->
                    jdbc.sql("select digest is null from approval_votes where approval_id = ?")
                        .param(row.ref().approvalId())
                        .query(Boolean.class)
                        .single());
    assertThat(unsaid).isTrue();
    assertThat(account.untilOver(row).execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void aStatusThatNoVoteMadeIsNotBelieved() {
    ApprovalRow row = account.open();
    account.sql(
        "update approval_requests set status = 'approved', decided_at = now(), decided_by = 'x'"
            + " where id = ?",
        row.ref().approvalId());

    harness.bean(ApprovalWorkflows.class).wake(row);

    assertThat(account.untilOver(row).execution()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(account.execution(row).error()).contains("votes in the database do not approve");
    assertThat(harness.target.sent(row.ref().approvalId())).isZero();
  }

  @Test
  void theToolsOwnErrorIsKeptAsItsResult() {
    Sent.Answered error = new Sent.Answered("{\"isError\":true}".getBytes(UTF_8), true, null);
    harness.target.answering(account.id.value(), call -> error);
    ApprovalRow row = account.open();

    decisions.vote(account.ana, row.ref().approvalId(), APPROVE);

    assertThat(account.untilOver(row).execution()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(account.execution(row).result()).isEqualTo(error.result());
  }

  @Test
  void aResultOfMoreThanTenMegabytesIsOnlyNoted() {
    byte[] large = new byte[10 * 1024 * 1024 + 1];
    harness.target.answering(account.id.value(), call -> new Sent.Answered(large, false, null));
    ApprovalRow row = account.open();

    decisions.vote(account.ana, row.ref().approvalId(), APPROVE);

    assertThat(account.untilOver(row).execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(account.execution(row).result()).isNull();
    assertThat(account.execution(row).error())
        .isEqualTo("The tool's result has 10485761 bytes, more than the 10485760 that are kept.");
  }

  @Test
  void theResultIsTheSameAtEveryLaterRead() {
    ApprovalRow row = account.open();
    decisions.vote(account.ana, row.ref().approvalId(), APPROVE);
    account.untilOver(row);

    List<byte[]> read = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      read.add(account.execution(row).result());
    }

    assertThat(read).containsOnly(FakeTarget.DONE.result());
    assertThat(account.now(row).status()).isEqualTo(ApprovalStatus.APPROVED);
  }

  private ApprovalRow inDoubt() {
    ApprovalRow row = account.openAndWaiting();
    account.approveUnheard(row);
    account.claimAndDie(row);
    harness.bean(ApprovalWorkflows.class).wake(row);
    return account.until(row, now -> now.execution() == ExecutionStatus.OUTCOME_UNKNOWN);
  }

  private ApprovalRow repeatable() {
    return account.open(account.asked(ApprovalsAccount.workflow(Duration.ofHours(1)), true));
  }

  /** What the attempt that was thought dead, or is heard twice, has to say. */
  private void answer(ApprovalRow row, int round, Sent sent) {
    answer(row, new Claim(round, "a dead attempt"), sent);
  }

  private void answer(ApprovalRow row, Claim claim, Sent sent) {
    harness
        .database()
        .doInAccount(
            account.id,
            jdbc ->
                harness
                    .bean(Outcomes.class)
                    .store(
                        jdbc,
                        harness.bean(ApprovalTable.class).lock(jdbc, row.ref()).orElseThrow(),
                        claim,
                        sent));
  }

  private static ProblemException unavailable() {
    return new ProblemException(ProblemType.UNAVAILABLE, "Nothing is known of it now.");
  }

  private List<String> types(ApprovalRow row) {
    return account.detail(row).events().stream()
        .map(ApprovalDetail.Event::type)
        .filter(type -> !type.equals("notified"))
        .toList();
  }
}
