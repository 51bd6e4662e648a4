package ai.preloop.activities.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.budgets.BudgetedCall.What;
import ai.preloop.activities.database.DatabaseFixture;
import ai.preloop.activities.identity.Labels;
import ai.preloop.policies.budgets.Unit;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 200 callers on two nodes and one limit. */
class BudgetRaceTests {

  private static final long BOUND = 1_000;

  private static final DatabaseFixture FIXTURE = DatabaseFixture.migrated();
  private final AccountId account = FIXTURE.account(Ids.next().toString());
  private final BudgetNode one = new BudgetNode(FIXTURE.database());
  private final BudgetNode other = new BudgetNode(FIXTURE.database());

  @BeforeEach
  void begin() {
    one.running();
    other.running();
  }

  @AfterEach
  void end() {
    one.close();
    other.close();
  }

  @AfterAll
  static void drop() {
    FIXTURE.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {100 * BOUND, 101 * BOUND - 1})
  void admitExactlyWhatFitsWhileNoneIsSettled(long limit) throws Exception {
    limit(limit);

    List<Reservation> admitted = race(BOUND);

    assertThat(admitted).hasSize(100);
    assertThat(taken()).isEqualTo(100 * BOUND);
    admitted.forEach(each -> each.settle(BOUND));
  }

  @Test
  void admitExactlyWhatFitsWhereEachSettlesAtOnce() throws Exception {
    limit(100 * BOUND);

    List<Reservation> admitted =
        raced(node -> {
          Reservation reservation = node.reserve(account, BOUND);
          reservation.settle(BOUND);
          return reservation;
        });

    assertThat(admitted).hasSize(100);
    one.close();
    other.close();
    assertThat(spent()).isEqualTo(100 * BOUND);
    assertThat(leased()).isZero();
  }

  @Test
  void admitExactlyAsManyCallsOfToolsAsThereMayBe() throws Exception {
    BudgetFixtures.limit(FIXTURE.database(), account, Unit.SIDE_EFFECTS, 100);
    one.knowing(account);
    other.knowing(account);
    BudgetedCall effect =
        new BudgetedCall(account, BudgetNode.USER, null, Labels.NONE, new What.Tool(false));
    AtomicInteger unsent = new AtomicInteger();

    List<Reservation> admitted =
        raced(node -> {
          Reservation reservation = node.budgets.reserve(effect);
          if (unsent.incrementAndGet() <= 30) {
            reservation.settle(0);
            reservation = node.budgets.reserve(effect);
          }
          reservation.settle(1);
          return reservation;
        });

    assertThat(admitted).hasSize(100);
    one.close();
    other.close();
    assertThat(spent()).isEqualTo(100);
    assertThat(leased()).isZero();
  }

  @Test
  void findWhatLiesIdleOnTheOtherNode() {
    limit(640 * BOUND);
    other.reserve(account, BOUND).settle(0);
    assertThat(leased()).isEqualTo(10 * BOUND);

    Reservation all = one.reserve(account, 640 * BOUND);

    assertThat(leased()).isEqualTo(640 * BOUND);
    all.settle(0);
  }

  /** Each thing costs between nothing and its bound, and lasts as long as it lasts. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void neverTakeMoreThanTheLimitWhateverTheOrder(long seed) throws Exception {
    long limit = 150 * BOUND;
    limit(limit);
    AtomicLong spent = new AtomicLong();
    AtomicBoolean ends = new AtomicBoolean();

    try (var watch = Executors.newSingleThreadExecutor()) {
      Future<Long> most = watch.submit(() -> most(ends));
      try {
        raced(node -> {
          Random random = new Random(seed * 31 + Thread.currentThread().threadId());
          long bound = 1 + random.nextLong(5 * BOUND);
          Reservation reservation = node.reserve(account, bound);
          LockSupport.parkNanos(random.nextLong(20_000_000));
          long truth = random.nextLong(bound + 1);
          reservation.settle(truth);
          spent.addAndGet(truth);
          return reservation;
        });
      } finally {
        ends.set(true);
      }
      assertThat(most.get()).isPositive().isLessThanOrEqualTo(limit);
    }
    one.close();
    other.close();
    assertThat(spent()).isEqualTo(spent.get());
    assertThat(leased()).isZero();
  }

  private long most(AtomicBoolean ends) {
    long most = 0;
    while (!ends.get()) {
      most = Math.max(most, taken());
      LockSupport.parkNanos(1_000_000);
    }
    return most;
  }

  private void limit(long limit) {
    FIXTURE
        .database()
        .doInAccount(account, jdbc -> BudgetRows.add(jdbc, account, BudgetNode.hard("all", limit)));
    one.knowing(account);
    other.knowing(account);
  }

  private List<Reservation> race(long bound) throws Exception {
    return raced(node -> node.reserve(account, bound));
  }

  private interface Calling {
    Reservation call(BudgetNode node);
  }

  private List<Reservation> raced(Calling calling) throws InterruptedException {
    List<Callable<Reservation>> callers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      BudgetNode node = i % 2 == 0 ? one : other;
      callers.add(() -> patient(calling, node));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return threads.invokeAll(callers).stream()
          .flatMap(answer -> admitted(answer).stream())
          .toList();
    }
  }

  /** Too many at once for a slow machine are told to come back, and do. */
  private static Reservation patient(Calling calling, BudgetNode node) {
    while (true) {
      try {
        return calling.call(node);
      } catch (ProblemException e) {
        if (e.type() != ProblemType.UNAVAILABLE) {
          throw e;
        }
      }
    }
  }

  /** Whoever is not admitted is so because of the limit. */
  private static List<Reservation> admitted(Future<Reservation> answer) {
    try {
      return List.of(answer.get());
    } catch (ExecutionException e) {
      assertThat(e.getCause())
          .isInstanceOfSatisfying(
              ProblemException.class,
              problem -> assertThat(problem.type()).isEqualTo(ProblemType.BUDGET_LIMIT_EXCEEDED));
      return List.of();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private long taken() {
    return new BudgetTable(FIXTURE, account).taken();
  }

  private long spent() {
    return sum("select coalesce(sum(spent_nanos), 0) from budget_windows");
  }

  private long leased() {
    return sum("select coalesce(sum(amount_nanos), 0) from budget_leases");
  }

  private long sum(String sql) {
    return FIXTURE.database().inAccount(account, jdbc -> jdbc.sql(sql).query(Long.class).single());
  }
}
