package ai.preloop.activities.approvals;

import static ai.preloop.activities.approvals.ApprovalsAccount.APPROVE;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.approvals.Attendance.Withdrawal;
import ai.preloop.workflows.identity.Ids;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whom the history of a request names, and by what. */
class ActorTests {

  private final ApprovalsHarness harness = ApprovalsHarness.shared();
  private final ApprovalsAccount account = harness.account();
  private final ApprovalRow row = account.openAndWaiting();

  @Test
  void anAgentThatTakesItsCallBackIsNoUser() {
    UUID session = Ids.next();
    ApprovalRow own = account.untilWaiting(account.open(account.askedIn(session)));
    Attendance attendance = harness.bean(Attendance.class);
    attendance.left(own.ref());

    assertThat(attendance.withdraw(own.ref(), new Withdrawal(session, "claude", "not needed")))
        .isTrue();

    assertThat(actors(own, "opened", "cancelled"))
        .containsExactly(
            "opened by api_key " + account.agent + " null",
            "cancelled by api_key " + account.agent + " null");
  }

  @Test
  void aVoterIsKnownByTheirIdAndTheKindOfTheirCredential() {
    Elector byLink =
        new Elector(
            account.id, account.ana.user(), account.ana.name(), "link:" + UUID.randomUUID());

    harness.bean(Decisions.class).vote(byLink, row.ref().approvalId(), APPROVE);
    account.untilOver(row);

    assertThat(actors("vote", "approved", "executing"))
        .containsExactly(
            "vote by user " + account.ana.user() + " link",
            "approved by user " + account.ana.user() + " null",
            "executing by system null null");
  }

  @Test
  void whoCancelsOrResolvesIsKnownByTheirId() {
    account.approveUnheard(row);
    account.claimAndDie(row);
    account.doubt(row);
    harness.bean(Decisions.class).resolve(account.ben, row.ref().approvalId(), "failed", null);
    ApprovalRow other = account.open();
    harness.bean(Decisions.class).cancel(account.ben, other.ref().approvalId(), null);

    assertThat(actors(row, "resolved"))
        .containsExactly("resolved by user " + account.ben.user() + " null");
    assertThat(actors(other, "cancelled"))
        .containsExactly("cancelled by user " + account.ben.user() + " null");
  }

  private List<String> actors(String... types) {
    return actors(row, types);
  }

  private List<String> actors(ApprovalRow of, String... types) {
    return harness
        .database()
        .inAccount(
            account.id,
            jdbc ->
                jdbc.sql(
                        """
                        select concat_ws(' ', type, 'by', actor_type, coalesce(actor_id::text, 'null'),
                          coalesce(credential, 'null'))
                        from approval_events where approval_id = ? and type = any(?) order by seq
                        """)
                    .params(of.ref().approvalId(), types)
                    .query(String.class)
                    .list());
  }
}
