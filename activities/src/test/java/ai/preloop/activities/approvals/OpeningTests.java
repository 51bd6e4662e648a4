package ai.preloop.activities.approvals;

import static ai.preloop.activities.approvals.ApprovalsAccount.APPROVE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.embedded.TestTemporal;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.approvals.ApprovalStatus;
import ai.preloop.workflows.approvals.ExecutionStatus;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class OpeningTests {

  private final ApprovalsHarness harness = ApprovalsHarness.shared();
  private final ApprovalsAccount account = harness.account();

  @Test
  void opensPendingTellsPeopleAndKeepsWhatIsToBeSent() {
    ApprovalRow row = account.open();

    assertThat(row.status()).isEqualTo(ApprovalStatus.PENDING);
    assertThat(row.content().arguments()).isEqualTo(ApprovalsAccount.ARGUMENTS.getBytes(UTF_8));
    assertThat(row.content().justification()).isEqualTo(ApprovalsAccount.JUSTIFICATION);
    assertThat(row.terms().approvers()).containsExactly(account.ana.name(), account.ben.name());
    account.until(row, now -> types(row).equals(List.of("opened", "notified")));
    assertThat(harness.messages)
        .filteredOn(message -> message.approvalId().equals(row.ref().approvalId()))
        .hasSize(1);
  }

  @Test
  void argumentsJustificationAndResultAreNotInTheDatabaseInTheClear() {
    ApprovalRow row = account.open();
    harness.bean(Decisions.class).vote(account.ana, row.ref().approvalId(), APPROVE);
    account.untilOver(row);

    String stored = stored("approval_requests") + stored("executions") + stored("approval_events");

    for (String secret : List.of("argument-marker", "justification-marker", "result-marker")) {
      assertThat(stored).doesNotContain(secret, HexFormat.of().formatHex(secret.getBytes(UTF_8)));
    }
  }

  @Test
  void refusesMoreThanFiftyOpenOfOneSubject() {
    for (int i = 0; i < 50; i++) {
      account.open();
    }

    assertThatThrownBy(account::open)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.RATE_LIMITED))
        .hasMessageStartingWith("50 calls of claude are waiting for a decision already");
    assertThat(harness.account().open().status()).isEqualTo(ApprovalStatus.PENDING);
  }

  @Test
  void aStartThatCertainlyFailedClosesTheRow() {
    Approvals refused =
        harness.approvals(TestTemporal.start().target(), "a-namespace-that-is-not-there");

    assertThatThrownBy(() -> refused.open(account.asked()))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.UNAVAILABLE));

    ApprovalDetail only = list().getFirst();
    assertThat(only.row().status()).isEqualTo(ApprovalStatus.CANCELLED);
    assertThat(ApprovalsAccount.closedBy(only.row())).isEqualTo("system");
    assertThat(types(only.row())).containsExactly("opened", "cancelled");
  }

  @Test
  void aStartThatMayHaveFailedStandsAndTheReconcilerMakesIt() {
    ApprovalRow row = harness.approvals("127.0.0.1:1", "default").open(account.asked());
    assertThat(account.now(row).workflowStore()).isNull();

    account.sql(
        "update approval_requests set created_at = created_at - interval '6 s' where id = ?",
        row.ref().approvalId());
    harness.bean(Reconciler.class).reconcile();

    assertThat(account.now(row).workflowStore())
        .isEqualTo(harness.bean(ApprovalWorkflows.class).store());
    harness.bean(Decisions.class).vote(account.ana, row.ref().approvalId(), APPROVE);
    assertThat(account.untilOver(row).execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(harness.target.sent(row.ref().approvalId())).isOne();
  }

  @Test
  void anotherAccountsRequestIsNotFound() {
    UUID id = account.open().ref().approvalId();
    ApprovalsAccount stranger = harness.account();
    Decisions decisions = harness.bean(Decisions.class);

    for (ThrowingCallable attempt :
        List.<ThrowingCallable>of(
            () -> harness.bean(ApprovalReading.class).get(stranger.id, id),
            () -> decisions.vote(stranger.ana, id, APPROVE),
            () -> decisions.cancel(stranger.ana, id, null),
            () -> decisions.resolve(stranger.ana, id, "resend", null),
            () -> harness.bean(Links.class).create(stranger.ana, id))) {
      assertThatThrownBy(attempt)
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.NOT_FOUND))
          .hasMessage("There is no such approval request.");
    }
  }

  private List<ApprovalDetail> list() {
    return harness.bean(ApprovalReading.class).list(account.id, null, 10, 0);
  }

  private List<String> types(ApprovalRow row) {
    return account.detail(row).events().stream().map(ApprovalDetail.Event::type).toList();
  }

  private String stored(String table) {
    List<String> rows =
        harness
            .database()
            .inAccount(
                account.id,
                jdbc ->
                    jdbc.sql("select row_to_json(t)::text from %s t".formatted(table))
                        .query(String.class)
                        .list());
    return String.join(" ", rows);
  }
}
