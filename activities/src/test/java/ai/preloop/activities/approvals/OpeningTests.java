package ai.preloop.activities.approvals;

import static ai.preloop.activities.approvals.ApprovalsAccount.APPROVE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.approvals.ApprovalRow.Content.Presence;
import ai.preloop.activities.database.DatabaseSettings;
import ai.preloop.activities.embedded.TestTemporal;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.approvals.ApprovalStatus;
import ai.preloop.workflows.approvals.ExecutionStatus;
import io.temporal.client.WorkflowClient;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

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
        .filteredOn(message -> message.subject().approvalId().equals(row.ref().approvalId()))
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
  void aVoteThatCameBeforeTheRowCouldBeClosedStands() {
    Approvals refused = refusedAfter(this::approveWhatIsOpen);

    ApprovalRow row = refused.open(account.asked());

    assertThat(account.now(row).status()).isEqualTo(ApprovalStatus.APPROVED);
    assertThat(types(row)).containsExactly("opened", "vote", "approved");
  }

  @Test
  void aRequestThatCannotBeClosedStands() {
    refusing(
        "new.status = 'cancelled'",
        () -> {
          ApprovalRow row =
              harness
                  .approvals(TestTemporal.start().target(), "a-namespace-that-is-not-there")
                  .open(account.asked());

          assertThat(account.now(row).status()).isEqualTo(ApprovalStatus.PENDING);
          assertThat(types(row)).containsExactly("opened");
        });
  }

  @Test
  void aStartThatCannotBeNotedStands() {
    ApprovalRow row = refusing("new.workflow_store is not null", () -> account.open());

    assertThat(account.now(row).workflowStore()).isNull();
    harness.bean(Decisions.class).vote(account.ana, row.ref().approvalId(), APPROVE);
    assertThat(account.untilOver(row).execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void aListLeavesLargeArgumentsOut() {
    ApprovalRow small = account.open();
    ApprovalRow large = account.open(account.asked("{\"note\":\"" + "x".repeat(70_000) + "\"}"));

    assertThat(list())
        .extracting(each -> each.row().content().presence())
        .containsExactly(Presence.LEFT_OUT, Presence.WHOLE);
    assertThat(list().getFirst().execution()).isNull();
    assertThat(account.now(large).content().arguments()).hasSizeGreaterThan(70_000);
    assertThat(account.now(small).content().presence()).isEqualTo(Presence.WHOLE);
  }

  @Test
  void aListLeavesALongReasonOut() {
    Approvals.Asked usual = account.asked();
    ApprovalRow row =
        account.open(
            new Approvals.Asked(
                usual.account(),
                usual.caller(),
                usual.target(),
                usual.arguments(),
                "y".repeat(20_000),
                usual.workflows(),
                usual.grounds()));

    assertThat(list().getFirst().row().content().justification()).isNull();
    assertThat(account.now(row).content().justification()).hasSize(20_000);
  }

  @Test
  void aListShowsWhatCannotBeOpenedAmongTheOthers() {
    ApprovalRow broken = account.open();
    ApprovalRow good = account.open();
    account.sql(
        "update approval_requests set arguments = '\\x00' where id = ?", broken.ref().approvalId());

    assertThat(list())
        .extracting(each -> each.row().ref())
        .containsExactly(good.ref(), broken.ref());
    assertThat(list().getFirst().row().content().isReadable()).isTrue();
    assertThat(list().getFirst().execution()).isNull();
    ApprovalDetail shown = list().getLast();
    assertThat(shown.row().content().isReadable()).isFalse();
    assertThat(Objects.requireNonNull(shown.execution()).error())
        .startsWith("What was asked cannot be opened");
    assertThatThrownBy(() ->
            harness.bean(Decisions.class).vote(account.ana, broken.ref().approvalId(), APPROVE))
        .isInstanceOf(ProblemException.class);
    account.sql(
        "update approval_requests set status = 'cancelled' where id = ?",
        broken.ref().approvalId());
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

  /** An engine whose starts are certainly refused, after something else has happened. */
  private Approvals refusedAfter(Runnable first) {
    WorkflowClient nowhere =
        ApprovalsHarness.client(TestTemporal.start().target(), "a-namespace-that-is-not-there");
    return harness.approvals(Before.telling(nowhere, first), new RequiredAttributes(nowhere));
  }

  private void approveWhatIsOpen() {
    ApprovalRow row = list().getFirst().row();
    harness
        .database()
        .doInAccount(account.id, jdbc -> Casting.cast(jdbc, row, account.ana, APPROVE));
  }

  /** While this account's rows cannot become so. */
  private <T> T refusing(String condition, Supplier<T> work) {
    owner(
        """
        create function refuse() returns trigger language plpgsql as
          $$ begin raise exception 'refused by a test'; end $$
        """);
    owner(
        """
        create trigger refuses before update on approval_requests for each row
          when (new.account_id = '%s' and %s) execute function refuse()
        """
            .formatted(account.id, condition));
    try {
      return work.get();
    } finally {
      owner("drop trigger refuses on approval_requests");
      owner("drop function refuse()");
    }
  }

  private void refusing(String condition, Runnable work) {
    refusing(
        condition,
        () -> {
          work.run();
          return true;
        });
  }

  private void owner(String statement) {
    DatabaseSettings settings = harness.bean(DatabaseSettings.class);
    JdbcClient.create(
            new DriverManagerDataSource(settings.jdbcUrl(), settings.user(), settings.password()))
        .sql(statement)
        .update();
  }

  private List<ApprovalDetail> list() {
    return harness
        .bean(ApprovalReading.class)
        .list(account.id, ApprovalList.Part.first(10))
        .items();
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
