package ai.preloop.activities.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.accounts.AccountRows;
import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditSettings;
import ai.preloop.activities.database.DatabaseFixture;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.webhooks.Outbox;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SoftBudgetsTests {

  private static final DatabaseFixture FIXTURE = DatabaseFixture.migrated();
  private final AccountId account = FIXTURE.account(Ids.next().toString());
  private final BudgetTable table = new BudgetTable(FIXTURE, account);
  private final BudgetNode one = new BudgetNode(FIXTURE.database());
  private final BudgetNode other = new BudgetNode(FIXTURE.database());

  @AfterAll
  static void drop() {
    FIXTURE.close();
  }

  @Test
  void marksAndStopsNothing() {
    soft(1_000);
    Reservation first = one.reserve(account, 5_000L);
    assertThat(first.exceeded("fast")).isEmpty();
    assertThat(first.leases()).isEmpty();
    first.settle(999);
    assertThat(spend(one, 1).exceeded("fast")).isEmpty();

    assertThat(spend(one, 1).exceeded("fast")).containsExactly("soft");
  }

  @Test
  void hearsWhatOtherNodesSpent() {
    soft(1_000);
    spend(one, 0);
    spend(other, 1_000);
    other.tallies.book();
    assertThat(spend(one, 0).exceeded("fast")).isEmpty();

    one.tallies.book();

    assertThat(spend(one, 0).exceeded("fast")).containsExactly("soft");
    assertThat(table.spent()).isEqualTo(1_000);
  }

  @Test
  void isToldOnceForEachWindow() {
    soft(1_000);
    spend(one, 600);
    spend(other, 600);
    one.tallies.book();
    other.tallies.book();
    spend(one, 600);
    one.tallies.book();

    assertThat(one.events.size() + other.events.size()).isOne();
    one.now = BudgetNode.NOON.plus(Duration.ofHours(1));
    spend(one, 1_000);
    one.tallies.book();
    assertThat(one.events.size() + other.events.size()).isEqualTo(2);
  }

  @Test
  void isToldOnceMoreWhereItsLimitWasRaisedAndIsUsedUpAgain() {
    Budget budget = table.add(BudgetNode.soft("soft", 1_000));
    one.knowing(account);
    spend(one, 1_200);
    one.tallies.book();

    raise(budget, 5_000);
    one.knowing(account);
    spend(one, 1);
    one.tallies.book();
    assertThat(one.events).hasSize(1);
    spend(one, 4_000);
    one.tallies.book();
    spend(one, 1);
    one.tallies.book();

    assertThat(one.events).hasSize(2);
  }

  @Test
  void isNotToldByANodeThatKnowsTheOldLimitYet() {
    Budget budget = table.add(BudgetNode.soft("soft", 1_000));
    one.knowing(account);
    spend(one, 1_200);
    one.tallies.book();

    raise(budget, 5_000);
    one.tallies.book();
    assertThat(one.events).hasSize(1);
    one.knowing(account);
    spend(one, 4_000);
    one.tallies.book();

    assertThat(one.events).hasSize(2);
  }

  @Test
  void isNotToldAgainWhereItsNewLimitIsUsedUpAlready() {
    Budget budget = table.add(BudgetNode.soft("soft", 1_000));
    one.knowing(account);
    spend(one, 3_000);
    one.tallies.book();

    raise(budget, 2_000);
    one.knowing(account);
    spend(one, 1);
    one.tallies.book();

    assertThat(one.events).hasSize(1);
  }

  private void raise(Budget budget, long limit) {
    Principal owner =
        new Principal(
            account,
            Principal.Kind.USER,
            Ids.next(),
            "ana",
            BudgetNode.USER,
            "ana",
            Set.of(Scope.ACCOUNT_ADMIN),
            Set.of());
    Audit audit = new Audit(FIXTURE.database(), new SimpleMeterRegistry(), AuditSettings.DEFAULT);
    Revisions revisions = new Revisions(FIXTURE.database(), List.of(), System::nanoTime);
    Budget _ =
        new BudgetPlans(new AccountRows(FIXTURE.database(), revisions, audit))
            .update(owner, budget.id().toString(), BudgetNode.soft("soft", limit));
  }

  @Test
  void isToldInTheLedgerAndToWebhooks() {
    webhook();
    Budget budget = table.add(BudgetNode.soft("soft", 1_000));
    Audit audit = new Audit(FIXTURE.database(), new SimpleMeterRegistry(), AuditSettings.DEFAULT);
    Tallies tallies =
        new Tallies(
            FIXTURE.database(), new RecordedBudgetEvents(audit, new Outbox()), System::nanoTime);
    Window window = new Window(account, budget.id(), "", BudgetNode.NOON);
    tallies.enter(window, budget).leave(1_500);

    tallies.book();
    tallies.book();

    List<String> told =
        FIXTURE
            .database()
            .inAccount(
                account,
                jdbc ->
                    jdbc.sql("select concat_ws(' ', action, server, arguments) from audit_outbox")
                        .query(String.class)
                        .list());
    assertThat(told)
        .singleElement()
        .asString()
        .startsWith("budget.exceeded soft {")
        .contains("\"spent_usd\":0.0000015", "\"limit_usd\":0.000001");
    assertThat(table.sum("select count(*) from webhook_deliveries")).isOne();
  }

  private void webhook() {
    FIXTURE
        .database()
        .doInAccount(
            account,
            jdbc ->
                jdbc.sql(
                        """
                        insert into webhooks (id, account_id, name, url, secret)
                        values (?, ?, 'hook', 'https://hooks.example.com', '')
                        """)
                    .params(Ids.next(), account.value())
                    .update());
  }

  @Test
  void whatCouldNotBeBookedIsBookedLater() {
    soft(1_000);
    spend(one, 300);
    FIXTURE.owner().sql("alter table budget_windows rename to gone").update();
    one.tallies.book();
    FIXTURE.owner().sql("alter table gone rename to budget_windows").update();

    one.tallies.book();
    one.tallies.book();

    assertThat(table.spent()).isEqualTo(300);
  }

  @Test
  void aCallThatLastsLongIsCountedAllTheSame() {
    soft(1_000);
    Reservation slow = one.reserve(account, 1L);
    one.skip(Duration.ofHours(1));
    one.tallies.book();

    slow.settle(500);
    one.tallies.book();

    assertThat(table.spent()).isEqualTo(500);
  }

  private void soft(long limit) {
    table.add(BudgetNode.soft("soft", limit));
    one.knowing(account);
    other.knowing(account);
  }

  private Reservation spend(BudgetNode node, long nanos) {
    Reservation reservation = node.reserve(account, 1L);
    reservation.settle(nanos);
    return reservation;
  }
}
