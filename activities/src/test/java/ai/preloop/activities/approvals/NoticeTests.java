package ai.preloop.activities.approvals;

import static ai.preloop.activities.approvals.ApprovalsAccount.APPROVE;
import static ai.preloop.activities.approvals.ApprovalsAccount.DECLINE;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.notifications.Message;
import ai.preloop.activities.notifications.Message.Decision;
import ai.preloop.activities.notifications.Message.Ended;
import ai.preloop.activities.notifications.Message.Outcome;
import ai.preloop.activities.notifications.Message.Waiting;
import ai.preloop.workflows.approvals.ApprovalNotices;
import ai.preloop.workflows.approvals.ApprovalNotices.Notice;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What people are told of a call on a channel: that it waits, and how it ended, each once. */
class NoticeTests {

  private final ApprovalsHarness harness = ApprovalsHarness.shared();
  private final ApprovalsAccount account = harness.account();

  @Test
  void tellsOnceHowACallEndedWhereItWasAskedAbout() {
    ApprovalRow row = account.openAndWaiting();
    harness.bean(Decisions.class).vote(account.ana, row.ref().approvalId(), APPROVE);

    assertThat(untilTold(row, 2).getLast())
        .isInstanceOfSatisfying(
            Ended.class,
            ended -> {
              assertThat(ended.decision()).isEqualTo(Decision.APPROVED);
              assertThat(ended.by()).isEqualTo(account.ana.name());
              assertThat(ended.outcome()).isEqualTo(Outcome.SUCCEEDED);
            });
    notices().send(new Notice(row.ref(), "recording", ApprovalNotices.ENDED));
    notices().send(new Notice(row.ref(), "recording", ApprovalNotices.OPENED));
    assertThat(told(row)).hasSize(2);
    assertThat(told(row).getFirst()).isInstanceOf(Waiting.class);
  }

  @Test
  void tellsWhoDeclined() {
    ApprovalRow row = account.openAndWaiting();
    harness.bean(Decisions.class).vote(account.ben, row.ref().approvalId(), DECLINE);

    assertThat(untilTold(row, 2).getLast())
        .isEqualTo(
            new Ended(told(row).getFirst().subject(), Decision.DECLINED, account.ben.name(), null));
  }

  @Test
  void tellsNoEndOfWhatWaitsOrWasNeverAskedAbout() {
    ApprovalRow row = account.openAndWaiting();
    notices().send(new Notice(row.ref(), "recording", ApprovalNotices.ENDED));
    assertThat(told(row)).hasSize(1);

    account.sql(
        "update approval_notifications set step = 'other' where approval_id = ?",
        row.ref().approvalId());
    harness.bean(Decisions.class).vote(account.ana, row.ref().approvalId(), APPROVE);
    account.untilOver(row);
    notices().send(new Notice(row.ref(), "recording", ApprovalNotices.ENDED));
    assertThat(told(row)).hasSize(1);
  }

  private ApprovalNotices notices() {
    return harness.bean(ApprovalNoticesActivity.class);
  }

  private List<Message> untilTold(ApprovalRow row, int times) {
    return Awaitility.await().until(() -> told(row), told -> told.size() >= times);
  }

  private List<Message> told(ApprovalRow row) {
    return harness.messages.stream()
        .filter(message -> message.subject().approvalId().equals(row.ref().approvalId()))
        .toList();
  }
}
