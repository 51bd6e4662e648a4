package ai.preloop.activities.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.approvals.Approvals.Asked;
import ai.preloop.activities.approvals.Attendance.Withdrawal;
import ai.preloop.workflows.approvals.ApprovalStatus;
import ai.preloop.workflows.identity.Ids;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
    attendance.left(row.ref());
    assertThat(attendance.withdraw(row.ref(), withdrawal)).isFalse();

    attendance.left(row.ref());

    assertThat(attendance.withdraw(row.ref(), withdrawal)).isTrue();
    assertThat(account.untilOver(row).status()).isEqualTo(ApprovalStatus.CANCELLED);
  }

  @Test
  void whoWasAttachedIsCountedBeforeTheyCanBeOverlooked() {
    Asked asked = account.askedIn(session);
    ApprovalRow row = account.untilWaiting(account.open(asked));
    assertThat(account.open(asked).ref()).isEqualTo(row.ref());

    attendance.left(row.ref());

    assertThat(attendance.withdraw(row.ref(), withdrawal)).isFalse();
    attendance.left(row.ref());
    assertThat(attendance.withdraw(row.ref(), withdrawal)).isTrue();
  }

  @Test
  void whoArrivesBeforeTheLastWithdrawsKeepsItOpen() throws Exception {
    ApprovalRow row = open();
    attendance.left(row.ref());

    try (InOrder order = InOrder.atTheRowOf(row, harness.database())) {
      Future<?> arrived = order.next(() -> attendance.arrived(row.ref()));
      Future<Boolean> withdrawn = order.next(() -> attendance.withdraw(row.ref(), withdrawal));
      order.go();
      arrived.get();

      assertThat(withdrawn.get()).isFalse();
    }
    assertThat(account.now(row).cancellation()).isNull();
  }

  @Test
  void whoComesAfterItWasWithdrawnSeesThat() throws Exception {
    Asked asked = account.askedIn(session);
    ApprovalRow row = account.untilWaiting(account.open(asked));
    attendance.left(row.ref());

    try (InOrder order = InOrder.atTheRowOf(row, harness.database())) {
      Future<Boolean> withdrawn = order.next(() -> attendance.withdraw(row.ref(), withdrawal));
      Future<ApprovalRow> attached = order.next(() -> account.open(asked));
      order.go();

      assertThat(withdrawn.get()).isTrue();
      assertThat(attached.get().cancellation()).isNotNull();
    }
  }

  @Test
  void oneOfTwoIsAlwaysFirst() throws Exception {
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 30; round++) {
        Asked asked = account.askedIn(session);
        ApprovalRow row = account.open(asked);
        CyclicBarrier start = new CyclicBarrier(2);
        Future<Boolean> withdrawn =
            clients.submit(() -> {
              start.await();
              attendance.left(row.ref());
              return attendance.withdraw(row.ref(), withdrawal);
            });
        Future<ApprovalRow> attached =
            clients.submit(() -> {
              start.await();
              return account.open(asked);
            });

        boolean isOld = attached.get().ref().equals(row.ref());
        boolean sawItsEnd = !isOld || attached.get().cancellation() != null;
        assertThat(withdrawn.get()).as("round %d", round).isEqualTo(sawItsEnd);
      }
    }
  }

  @Test
  void whatSomebodyPollsStaysOpen() {
    ApprovalRow row = open();
    attendance.pollsInstead(row.ref());

    assertThat(attendance.withdraw(row.ref(), withdrawal)).isFalse();
    assertThat(account.now(row).cancellation()).isNull();
  }

  @Test
  void anotherSessionOfTheCallerClosesNothing() {
    ApprovalRow row = open();
    attendance.left(row.ref());

    assertThat(attendance.withdraw(row.ref(), new Withdrawal(Ids.next(), "claude", null)))
        .isFalse();
    assertThat(account.now(row).cancellation()).isNull();
  }

  @Test
  void whatAPersonCancelledBeforeStaysCancelledByThatPerson() {
    ApprovalRow row = open();
    attendance.left(row.ref());
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
