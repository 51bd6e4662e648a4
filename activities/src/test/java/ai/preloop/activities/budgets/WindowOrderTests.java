package ai.preloop.activities.budgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.budgets.Budget.Kind;
import ai.preloop.activities.budgets.Budget.OnUnpriced;
import ai.preloop.activities.budgets.Budget.Plan;
import ai.preloop.activities.budgets.BudgetedCall.What;
import ai.preloop.activities.database.Columns;
import ai.preloop.activities.database.DatabaseFixture;
import ai.preloop.activities.identity.Labels;
import ai.preloop.policies.budgets.Period;
import ai.preloop.policies.budgets.Unit;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever writes several windows waits for the first of them with none of the others locked. */
class WindowOrderTests {

  private static final DatabaseFixture FIXTURE = DatabaseFixture.migrated();
  private static final Duration SOON = Duration.ofSeconds(20);

  private final AccountId account = FIXTURE.account(Ids.next().toString());
  private final BudgetTable table = new BudgetTable(FIXTURE, account);
  private final Budget budget =
      table.add(
          new Plan(
              "each",
              new BudgetScope(BudgetScope.Type.MODEL, null),
              Unit.USD,
              Period.ALL_TIME,
              1_000,
              Kind.HARD,
              OnUnpriced.ALLOW));
  private final BudgetNode node = new BudgetNode(FIXTURE.database()).knowing(account);
  private final UUID id = node.id.orElseThrow();
  private final LostLeases lost =
      new LostLeases(FIXTURE.database(), new BudgetMetrics(new SimpleMeterRegistry()));

  @AfterAll
  static void drop() {
    FIXTURE.close();
  }

  @ParameterizedTest
  @CsvSource({"a, a-", "B, a", "\uFFFD, \uD83D\uDE00"})
  void isOfTheBytesWhereCallsArePricedAgain(String first, String second) {
    windows(first, second);

    locksFirst(first, second, () -> correct(second, first));
  }

  @ParameterizedTest
  @CsvSource({"a, a-", "B, a", "\uFFFD, \uD83D\uDE00"})
  void isOfTheBytesWhereCallsAreCounted(String first, String second) {
    windows(first, second);
    node.budgets.reserve(call(second)).settle(5);
    node.budgets.reserve(call(first)).settle(5);

    locksFirst(first, second, node.tallies::book);
  }

  @ParameterizedTest
  @CsvSource({"a, a-", "B, a", "\uFFFD, \uD83D\uDE00"})
  void isOfTheBytesWhereLeasesAreHealed(String first, String second) {
    windows(first, second);
    lease(second, null);
    lease(first, null);

    locksFirst(first, second, () -> lost.settle(id));
  }

  @ParameterizedTest
  @CsvSource({"a, a-", "B, a", "\uFFFD, \uD83D\uDE00"})
  void isOfTheBytesWhereALimitIsRaised(String first, String second) {
    windows(second, first);
    write("update budget_windows set told_at = now() where budget_id = ?", budget.id());

    locksFirst(first, second, this::untell);
  }

  private void untell() {
    FIXTURE.database().doInAccount(account, jdbc -> BudgetRows.untell(jdbc, budget));
  }

  @ParameterizedTest
  @CsvSource({"a, a-", "a-, a"})
  void leasesAreForgottenAfterTheirWindowsAreLocked(String held, String other) {
    windows(held, other);
    UUID lease = lease(held, Instant.now().minus(Duration.ofDays(2)));
    lease(other, Instant.now().minus(Duration.ofDays(2)));

    whileHolding(
        held,
        () -> lost.settle(Ids.next()),
        () ->
            assertThat(free("select 1 from budget_leases where id = '%s'".formatted(lease)))
                .isOne());
    assertThat(table.sum("select count(*) from budget_leases")).isZero();
  }

  @Test
  void aBudgetIsNotDeletedWhileItsWindowsAreCorrected() {
    windows("a", "b");
    FIXTURE
        .database()
        .doInAccount(
            account,
            jdbc -> {
              Corrections.book(jdbc, List.of(correction("a"), correction("b")));
              assertThat(free("select 1 from budgets where id = '%s'".formatted(budget.id())))
                  .isZero();
            });
  }

  private void locksFirst(String first, String second, Runnable work) {
    whileHolding(
        first, work, () -> assertThat(free(ofWindow(second))).as("the second is free").isOne());
    assertThat(free(ofWindow(second))).isOne();
  }

  /** Looks while the work waits for a window that somebody else holds, and lets it go on then. */
  private void whileHolding(String held, Runnable work, Runnable look) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<Void> working =
          FIXTURE
              .database()
              .inAccount(
                  account,
                  jdbc -> {
                    jdbc.sql(ofWindow(held) + " for update").query(Integer.class).single();
                    CompletableFuture<Void> begun = CompletableFuture.runAsync(work, threads);
                    await().atMost(SOON).until(this::isWaiting);
                    look.run();
                    return begun;
                  });
      working.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
    }
  }

  private boolean isWaiting() {
    return table.sum(
            """
            select count(*) from pg_locks where not granted
            """)
        > 0;
  }

  /** How many of the rows nobody has locked. */
  private long free(String rows) {
    return CompletableFuture.supplyAsync(() ->
            FIXTURE
                .database()
                .inAccount(
                    account,
                    jdbc ->
                        (long)
                            jdbc.sql(rows + " for update skip locked")
                                .query(Integer.class)
                                .list()
                                .size()))
        .join();
  }

  private String ofWindow(String subject) {
    return "select 1 from budget_windows where budget_id = '%s' and subject = '%s'"
        .formatted(budget.id(), subject);
  }

  private void windows(String... subjects) {
    for (String subject : subjects) {
      write(
          "insert into budget_windows (account_id, budget_id, subject, window_start)"
              + " values (?, ?, ?, ?)",
          account.value(),
          budget.id(),
          subject,
          Columns.parameter(Instant.EPOCH));
    }
  }

  private UUID lease(String subject, @Nullable Instant healed) {
    UUID lease = Ids.next();
    write(
        """
        insert into budget_leases
          (id, account_id, budget_id, subject, window_start, node_id, amount_nanos)
        values (?, ?, ?, ?, ?, ?, 7)
        """,
        lease,
        account.value(),
        budget.id(),
        subject,
        Columns.parameter(Instant.EPOCH),
        id);
    if (healed != null) {
      write(
          "update budget_leases set healed_nanos = 7, healed_at = ? where id = ?",
          Columns.parameter(healed),
          lease);
    }
    return lease;
  }

  private void write(String sql, Object... parameters) {
    FIXTURE.database().doInAccount(account, jdbc -> jdbc.sql(sql).params(parameters).update());
  }

  private void correct(String... models) {
    FIXTURE
        .database()
        .doInAccount(
            account,
            jdbc ->
                Corrections.book(jdbc, List.of(models).stream().map(this::correction).toList()));
  }

  private Correction correction(String model) {
    return new Correction(call(model), Instant.now().plusSeconds(1), 3);
  }

  private BudgetedCall call(String model) {
    What what = new What.Model(List.of(model), null, true);
    return new BudgetedCall(account, BudgetNode.USER, null, Labels.NONE, what);
  }
}
