package ai.preloop.activities.approvals;

import static ai.preloop.activities.approvals.ApprovalsAccount.APPROVE;
import static ai.preloop.activities.approvals.ApprovalsAccount.DECLINE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.approvals.ApprovalRow.Caller;
import ai.preloop.activities.approvals.Approvals.Asked;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.Ids;
import java.util.Set;
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

  @Test
  void anotherTokenForTheSameWorkCarriesARequestOn() {
    UUID later = Ids.next();
    ApprovalRow waits = account.open(by(Ids.next(), "x"));

    assertThat(account.open(by(later, "x")).ref()).isEqualTo(waits.ref());

    Caller now = account.now(waits).caller();
    assertThat(now.token()).isEqualTo(later);
    assertThat(now.labels()).isEqualTo("x");
  }

  @Test
  void whatPeopleHaveApprovedStaysWithTheTokenThatAsked() {
    ApprovalRow sent = account.open(by(Ids.next(), "x"));
    account.approveUnheard(sent);
    account.claimAndDie(sent);

    assertThat(account.open(by(Ids.next(), "x")).ref()).isEqualTo(sent.ref());

    assertThat(account.now(sent).caller().token()).isEqualTo(sent.caller().token());
  }

  @Test
  void tokensForOtherWorkMakeOtherCalls() {
    ApprovalRow one = account.open(by(Ids.next(), "x"));
    ApprovalRow other = account.open(by(Ids.next(), "y"));
    ApprovalRow unsaid = account.open(by(Ids.next(), null));

    assertThat(Set.of(one.ref(), other.ref(), unsaid.ref())).hasSize(3);
    assertThat(account.open(by(Ids.next(), "y")).ref()).isEqualTo(other.ref());
    assertThat(account.now(one).caller().token()).isEqualTo(one.caller().token());
  }

  @Test
  void theKeyItselfCarriesOnWhatIsNobodysInParticular() {
    ApprovalRow waits = account.open(by(Ids.next(), null));

    assertThat(account.open(first).ref()).isEqualTo(waits.ref());

    assertThat(account.now(waits).caller().token()).isNull();
  }

  @Test
  void aCallIdIsAnotherCallForOtherWork() {
    UUID session = Ids.next();
    ApprovalRow one = account.open(by(Ids.next(), "x", "call_1", session));

    assertThat(account.open(by(Ids.next(), "x", "call_1", Ids.next())).ref()).isEqualTo(one.ref());
    assertThat(account.open(by(Ids.next(), "y", "call_1", Ids.next())).ref())
        .isNotEqualTo(one.ref());
    assertThatThrownBy(() -> account.open(by(Ids.next(), "y", "call_1", session)))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.CONFLICT));
  }

  @Test
  void whatWasDeclinedForOneIsAskedForTheOther() {
    ApprovalRow declined = account.open(by(Ids.next(), "x"));
    harness.bean(Decisions.class).vote(account.ana, declined.ref().approvalId(), DECLINE);
    account.untilOver(declined);

    assertThatThrownBy(() -> account.open(by(Ids.next(), "x")))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.CONFLICT));
    assertThat(account.open(by(Ids.next(), "y")).ref()).isNotEqualTo(declined.ref());
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
    return asked(by(null, null, callId, session).caller(), arguments.getBytes(UTF_8));
  }

  private Asked by(@Nullable UUID token, @Nullable String labels) {
    return by(token, labels, null, null);
  }

  private Asked by(
      @Nullable UUID token,
      @Nullable String labels,
      @Nullable String callId,
      @Nullable UUID session) {
    Caller who = first.caller();
    return asked(
        new Caller(
            who.type(),
            who.id(),
            who.name(),
            who.userId(),
            session,
            callId,
            who.correlationId(),
            0,
            token,
            labels),
        first.arguments());
  }

  private Asked asked(Caller caller, byte[] arguments) {
    return new Asked(
        first.account(),
        caller,
        first.target(),
        arguments,
        first.justification(),
        first.workflows(),
        first.grounds());
  }
}
