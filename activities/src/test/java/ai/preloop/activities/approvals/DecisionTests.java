package ai.preloop.activities.approvals;

import static ai.preloop.activities.approvals.ApprovalsAccount.APPROVE;
import static ai.preloop.activities.approvals.ApprovalsAccount.DECLINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.approvals.Decisions.Effect;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.quorum.Vote.Choice;
import ai.preloop.workflows.approvals.ApprovalStatus;
import ai.preloop.workflows.approvals.ExecutionStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DecisionTests {

  private final ApprovalsHarness harness = ApprovalsHarness.shared();
  private final ApprovalsAccount account = harness.account();
  private final Decisions decisions = harness.bean(Decisions.class);

  @Test
  void anApprovalOfTheArgumentsThatWereShownHasThemSentOnce() {
    ApprovalRow row = account.open();

    Effect effect =
        decisions.vote(
            account.ana,
            row.ref().approvalId(),
            new Ballot(Choice.APPROVE, null, row.content().digest()));

    assertThat(effect).isEqualTo(Effect.DONE);
    assertThat(account.untilOver(row).execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(harness.target.sent(row.ref().approvalId())).isOne();
    assertThat(ApprovalsAccount.closedBy(account.now(row))).isEqualTo(account.ana.name());
  }

  @Test
  void aDeclineSendsNothing() {
    ApprovalRow row = account.open();

    decisions.vote(account.ana, row.ref().approvalId(), DECLINE);

    ApprovalRow end = account.now(row);
    assertThat(end.status()).isEqualTo(ApprovalStatus.DECLINED);
    assertThat(end.closing()).extracting("comment").isEqualTo("comment-marker");
    assertThat(harness.target.sent(row.ref().approvalId())).isZero();
  }

  @Test
  void aDigestOfOtherArgumentsIsRefused() {
    ApprovalRow row = account.open();

    refused(
        row,
        account.ana,
        new Ballot(Choice.APPROVE, null, new byte[32]),
        ProblemType.CONFLICT,
        "The digest is that of other arguments than the request's.");
  }

  @Test
  void aCommentIsAskedForWhereThePolicyWantsOne() {
    ApprovalRow row =
        account.open(
            account.asked(ApprovalsAccount.workflow(Duration.ofHours(1), true, true), false));

    refused(
        row,
        account.ana,
        new Ballot(Choice.APPROVE, " ", null),
        ProblemType.COMMENT_MISSING,
        "The policy asks for a comment with this decision.");
  }

  @Test
  void onlyThoseWhoAreAskedDecide() {
    refused(
        account.open(),
        account.mia,
        APPROVE,
        ProblemType.FORBIDDEN,
        account.mia.name() + " is not among those who decide this request.");
  }

  @Test
  void theOwnerOfTheCallingKeyDecidesOnlyWhereThePolicyAllowsIt() {
    ApprovalRow row =
        account.open(
            account.asked(ApprovalsAccount.workflow(Duration.ofHours(1), false, false), false));

    refused(
        row,
        account.ana,
        APPROVE,
        ProblemType.FORBIDDEN,
        "The policy does not let the owner of the calling credential decide this request.");
    assertThat(decisions.vote(account.ben, row.ref().approvalId(), APPROVE)).isEqualTo(Effect.DONE);
  }

  @Test
  void aPersonWhoWasDisabledDecidesNothing() {
    ApprovalRow row = account.open();
    account.sql("update users set disabled = true where id = ?", account.ana.user());

    refused(
        row,
        account.ana,
        APPROVE,
        ProblemType.FORBIDDEN,
        account.ana.name() + " is not among those who decide this request.");
  }

  @Test
  void aPersonVotesOnce() {
    ApprovalRow row = account.openAndWaiting();
    harness
        .database()
        .doInAccount(
            account.id, jdbc -> Casting.cast(jdbc, account.now(row), account.ana, APPROVE));

    refused(
        row,
        account.ana,
        DECLINE,
        ProblemType.CONFLICT,
        account.ana.name() + " voted on this request before.");
  }

  @Test
  void aClosedRequestSaysWhoClosedItAndWhen() {
    ApprovalRow row = account.open();
    decisions.vote(account.ana, row.ref().approvalId(), DECLINE);

    assertThatThrownBy(() -> decisions.vote(account.ben, row.ref().approvalId(), APPROVE))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.CONFLICT))
        .hasMessageStartingWith("It was declined by " + account.ana.name() + " at ");
  }

  @Test
  void aVoteAfterTheDeadlineIsTooLate() {
    ApprovalRow row = account.openAndWaiting();
    account.sql(
        "update approval_requests set deadline = clock_timestamp() where id = ?",
        row.ref().approvalId());

    assertThatThrownBy(() -> decisions.vote(account.ana, row.ref().approvalId(), APPROVE))
        .hasMessageStartingWith("It is too late: the time ended at ");
  }

  @Test
  void aCancelAfterAnUnheardApprovalIsToldSo() {
    ApprovalRow row = account.openAndWaiting();
    harness
        .database()
        .doInAccount(
            account.id, jdbc -> Casting.cast(jdbc, account.now(row), account.ana, APPROVE));

    assertThatThrownBy(() -> decisions.cancel(account.ben, row.ref().approvalId(), null))
        .hasMessageStartingWith("It was approved by " + account.ana.name());
    assertThat(account.untilOver(row).execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void aCancelClosesAPendingRequest() {
    ApprovalRow row = account.open();

    assertThat(decisions.cancel(account.ben, row.ref().approvalId(), "not needed"))
        .isEqualTo(Effect.DONE);

    assertThat(account.now(row).status()).isEqualTo(ApprovalStatus.CANCELLED);
    assertThat(harness.target.sent(row.ref().approvalId())).isZero();
  }

  private void refused(
      ApprovalRow row, Elector elector, Ballot ballot, ProblemType type, String sentence) {
    assertThatThrownBy(() -> decisions.vote(elector, row.ref().approvalId(), ballot))
        .isInstanceOfSatisfying(ProblemException.class, e -> assertThat(e.type()).isEqualTo(type))
        .hasMessage(sentence);
    assertThat(account.now(row).status()).isEqualTo(ApprovalStatus.PENDING);
    assertThat(harness.target.sent(row.ref().approvalId())).isZero();
  }
}
