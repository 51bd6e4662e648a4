package ai.preloop.activities.approvals;

import static ai.preloop.activities.approvals.ApprovalsAccount.APPROVE;
import static ai.preloop.activities.approvals.ApprovalsAccount.DECLINE;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.approvals.BatchDecisions.Outcome;
import ai.preloop.activities.approvals.BatchDecisions.Outcome.Refused;
import ai.preloop.activities.approvals.BatchDecisions.Outcome.Voted;
import ai.preloop.activities.approvals.Decisions.Effect;
import ai.preloop.policies.quorum.Vote.Choice;
import ai.preloop.workflows.approvals.ApprovalStatus;
import ai.preloop.workflows.identity.Ids;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchDecisionTests {

  private final ApprovalsHarness harness = ApprovalsHarness.shared();
  private final ApprovalsAccount account = harness.account();
  private final BatchDecisions batch = harness.bean(BatchDecisions.class);
  private final SequencedMap<UUID, Ballot> ballots = new LinkedHashMap<>();

  @Test
  void answersEachForItselfAndStopsForNone() {
    ApprovalRow theirs = harness.account().open();
    ApprovalRow closed = account.open();
    harness.bean(Decisions.class).vote(account.ben, id(closed), DECLINE);
    ApprovalRow other = account.open();
    ApprovalRow silent =
        account.open(
            account.asked(ApprovalsAccount.workflow(Duration.ofHours(1), true, true), false));
    ApprovalRow first = account.open();
    ApprovalRow last = account.open();
    ballots.put(id(first), APPROVE);
    ballots.put(Ids.next(), APPROVE);
    ballots.put(id(theirs), APPROVE);
    ballots.put(id(closed), APPROVE);
    ballots.put(id(other), new Ballot(Choice.APPROVE, null, new byte[32]));
    ballots.put(id(silent), new Ballot(Choice.APPROVE, null, null));
    ballots.put(id(last), DECLINE);

    List<Outcome> outcomes = batch.vote(account.ana, ballots);

    assertThat(outcomes).extracting(Outcome::approval).containsExactlyElementsOf(ballots.keySet());
    assertThat(outcomes)
        .map(BatchDecisionTests::word)
        .containsExactly(
            "DONE approved",
            "NOT_FOUND",
            "NOT_FOUND",
            "CONFLICT",
            "CONFLICT",
            "COMMENT_MISSING",
            "DONE declined");
    account.untilOver(first);
    assertThat(harness.target.sent(id(first))).isOne();
    for (ApprovalRow unsent : List.of(other, silent, last)) {
      assertThat(harness.target.sent(id(unsent))).isZero();
    }
    assertThat(account.now(silent).status()).isEqualTo(ApprovalStatus.PENDING);
    assertThat(account.detail(first).events())
        .extracting(ApprovalDetail.Event::type)
        .containsSubsequence("vote", "approved");
  }

  @Test
  void decidesNothingTwice() {
    ApprovalRow row = account.open();
    ballots.put(id(row), APPROVE);
    batch.vote(account.ana, ballots);
    account.untilOver(row);

    assertThat(batch.vote(account.ana, ballots))
        .map(BatchDecisionTests::word)
        .containsExactly("CONFLICT");
    assertThat(batch.vote(account.ben, ballots))
        .map(BatchDecisionTests::word)
        .containsExactly("CONFLICT");
    assertThat(harness.target.sent(id(row))).isOne();
    assertThat(account.detail(row).votes()).hasSize(1);
  }

  @Test
  void decidesNothingForOneWhoIsNotAsked() {
    ApprovalRow row = account.open();
    ballots.put(id(row), APPROVE);

    assertThat(batch.vote(account.mia, ballots))
        .map(BatchDecisionTests::word)
        .containsExactly("FORBIDDEN");
    assertThat(account.now(row).status()).isEqualTo(ApprovalStatus.PENDING);
  }

  @Test
  void runsEachOfManyOnce() {
    List<ApprovalRow> rows = IntStream.range(0, 30).mapToObj(i -> account.open()).toList();
    rows.forEach(row -> ballots.put(id(row), APPROVE));

    assertThat(batch.vote(account.ana, ballots))
        .allSatisfy(outcome -> assertThat(word(outcome)).isEqualTo("DONE approved"));
    for (ApprovalRow row : rows) {
      account.untilOver(row);
      assertThat(harness.target.sent(id(row))).isOne();
    }
  }

  private static UUID id(ApprovalRow row) {
    return row.ref().approvalId();
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case Voted(UUID approval, Effect effect, ApprovalStatus status) ->
          effect + " " + status.column();
      case Refused(UUID approval, var why) -> why.type().name();
    };
  }
}
