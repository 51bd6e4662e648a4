package ai.preloop.activities.approvals;

import static ai.preloop.activities.approvals.ApprovalsAccount.APPROVE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.approvals.ApprovalRow.Caller;
import ai.preloop.activities.approvals.Approvals.Asked;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.Ids;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RepeatsTests {

  private final ApprovalsHarness harness = ApprovalsHarness.shared();
  private final ApprovalsAccount account = harness.account();
  private final Asked first = account.asked();

  @Test
  void withoutACallIdItIsTheSameCallAsLongAsSomethingMayComeOfIt() {
    ApprovalRow waits = account.open(first);
    age(waits, "created_at", "approval_requests", "id", "2 days");

    assertThat(account.open(first).ref()).isEqualTo(waits.ref());
  }

  @Test
  void anEndThatNobodyWasToldOfIsToldForAQuarterOfAnHour() {
    ApprovalRow ran = ran(first);
    assertThat(account.open(first).ref()).isEqualTo(ran.ref());

    age(ran, "finished_at", "executions", "approval_id", "16 minutes");

    ApprovalRow next = account.open(first);
    assertThat(next.ref()).isNotEqualTo(ran.ref());
    assertThat(account.open(first).ref()).isEqualTo(next.ref());
  }

  @Test
  void anEndThatWasToldIsNotToldAgain() {
    ApprovalRow ran = ran(first);
    harness.bean(Attendance.class).delivered(ran.ref());

    assertThat(account.open(first).ref()).isNotEqualTo(ran.ref());
  }

  @Test
  void anOutcomeThatNobodyKnowsIsNotMadeAgain() {
    ApprovalRow sent = account.open(first);
    account.approveUnheard(sent);
    account.claimAndDie(sent);
    account.doubt(sent);
    age(sent, "created_at", "approval_requests", "id", "2 days");

    assertThat(account.open(first).ref()).isEqualTo(sent.ref());
  }

  @Test
  void aCallIdIsOneCallInItsSession() {
    UUID session = Ids.next();
    ApprovalRow ran = ran(with("call_1", session, "{}"));
    harness.bean(Attendance.class).delivered(ran.ref());
    age(ran, "created_at", "approval_requests", "id", "2 days");

    assertThat(account.open(with("call_1", session, "{}")).ref()).isEqualTo(ran.ref());
    assertThatThrownBy(() -> account.open(with("call_1", session, "{\"other\":1}")))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.CONFLICT));
  }

  @Test
  void aCallIdIsTheSameCallInAnotherSessionForADay() {
    ApprovalRow ran = ran(with("call_1", Ids.next(), "{}"));
    assertThat(account.open(with("call_1", Ids.next(), "{}")).ref()).isEqualTo(ran.ref());

    age(ran, "created_at", "approval_requests", "id", "25 hours");

    assertThat(account.open(with("call_1", Ids.next(), "{}")).ref()).isNotEqualTo(ran.ref());
  }

  @Test
  void aCallIdMayBeAnotherCallsInAnotherSession() {
    ApprovalRow one = account.open(with("call_1", Ids.next(), "{}"));

    assertThat(account.open(with("call_1", Ids.next(), "{\"other\":1}")).ref())
        .isNotEqualTo(one.ref());
  }

  @Test
  void longCallIdsAreToldApartByTheirEnds() {
    UUID session = Ids.next();
    String begin = "c".repeat(300);
    ApprovalRow one = account.open(with(begin + "1", session, "{}"));
    ApprovalRow other = account.open(with(begin + "2", session, "{}"));

    assertThat(other.ref()).isNotEqualTo(one.ref());
    assertThat(account.open(with(begin + "1", session, "{}")).ref()).isEqualTo(one.ref());
  }

  private ApprovalRow ran(Asked asked) {
    ApprovalRow row = account.open(asked);
    harness.bean(Decisions.class).vote(account.ana, row.ref().approvalId(), APPROVE);
    return account.untilOver(row);
  }

  private void age(ApprovalRow row, String column, String table, String id, String by) {
    account.sql(
        "update %1$s set %2$s = %2$s - interval '%3$s' where %4$s = ?"
            .formatted(table, column, by, id),
        row.ref().approvalId());
  }

  private Asked with(String callId, @Nullable UUID session, String arguments) {
    Caller who = first.caller();
    return new Asked(
        first.account(),
        new Caller(
            who.type(),
            who.id(),
            who.name(),
            who.userId(),
            session,
            callId,
            who.correlationId(),
            0),
        first.target(),
        arguments.getBytes(UTF_8),
        first.justification(),
        first.workflows(),
        first.grounds());
  }
}
