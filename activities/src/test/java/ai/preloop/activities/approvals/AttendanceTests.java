package ai.preloop.activities.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.approvals.Attendance.Withdrawal;
import ai.preloop.workflows.approvals.ApprovalStatus;
import ai.preloop.workflows.identity.Ids;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AttendanceTests {

  private final ApprovalsHarness harness = ApprovalsHarness.shared();
  private final ApprovalsAccount account = harness.account();
  private final Attendance attendance = harness.bean(Attendance.class);
  private final UUID session = Ids.next();
  private final Withdrawal withdrawal = new Withdrawal(session, "claude", "stopped");

  @Test
  void theLastWhoWaitsInTheSessionThatCalledClosesTheRequest() {
    ApprovalRow row = open();
    attendance.arrived(row.ref());
    attendance.arrived(row.ref());
    attendance.left(row.ref());
    assertThat(attendance.withdraw(row.ref(), withdrawal)).isFalse();

    attendance.left(row.ref());

    assertThat(attendance.withdraw(row.ref(), withdrawal)).isTrue();
    assertThat(account.untilOver(row).status()).isEqualTo(ApprovalStatus.CANCELLED);
  }

  @Test
  void whatSomebodyPollsStaysOpen() {
    ApprovalRow row = open();
    attendance.polled(row.ref());

    assertThat(attendance.withdraw(row.ref(), withdrawal)).isFalse();
    assertThat(account.now(row).cancellation()).isNull();
  }

  @Test
  void anotherSessionOfTheCallerClosesNothing() {
    ApprovalRow row = open();

    assertThat(attendance.withdraw(row.ref(), new Withdrawal(Ids.next(), "claude", null)))
        .isFalse();
    assertThat(account.now(row).cancellation()).isNull();
  }

  @Test
  void whatAPersonCancelledBeforeStaysCancelledByThatPerson() {
    ApprovalRow row = open();
    account.sql(
        "update approval_requests set cancel_requested_at = clock_timestamp(), cancel_requested_by = 'ana' where id = ?",
        row.ref().approvalId());

    attendance.withdraw(row.ref(), withdrawal);
    harness
        .database()
        .doInAccount(account.id, jdbc -> Requests.cancel(jdbc, row.ref(), "ben", "later"));

    harness.bean(ApprovalWorkflows.class).cancel(account.now(row));
    assertThat(ApprovalsAccount.closedBy(account.untilOver(row))).isEqualTo("ana");
  }

  private ApprovalRow open() {
    return account.untilWaiting(account.open(account.askedIn(session)));
  }
}
