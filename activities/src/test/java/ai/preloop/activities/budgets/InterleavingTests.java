package ai.preloop.activities.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.database.DatabaseFixture;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls, rounds, slow nodes and dead ones in any order, against what must have been spent. */
class InterleavingTests {

  private static final DatabaseFixture FIXTURE = DatabaseFixture.migrated();
  private static final long LIMIT = 100_000;
  private static final int STEPS = 200;

  private final AccountId account = FIXTURE.account(Ids.next().toString());
  private final BudgetTable table = new BudgetTable(FIXTURE, account);
  private final LostLeases lost =
      new LostLeases(FIXTURE.database(), new BudgetMetrics(new SimpleMeterRegistry()));
  private final List<BudgetNode> nodes = new ArrayList<>();
  private final List<Call> open = new ArrayList<>();
  private long settled;

  /** A call under way: its row is in the ledger. */
  private record Call(BudgetNode node, UUID row, long bound, Reservation reservation) {}

  @AfterAll
  static void drop() {
    FIXTURE.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void neitherSpendTooMuchNorForgetWhatWasSpent(long seed) {
    table.add(BudgetNode.hard("all", LIMIT));
    for (int i = 0; i < 3; i++) {
      nodes.add(join());
    }
    Random random = new Random(seed);

    for (int step = 0; step < STEPS; step++) {
      step(random);
      long held = open.stream().mapToLong(Call::bound).sum();
      assertThat(table.taken())
          .as("step %d of seed %d", step, seed)
          .isBetween(settled + held, LIMIT);
    }

    while (!open.isEmpty()) {
      settle(random);
    }
    nodes.forEach(node -> node.tills.empty());
    forgetTheDead();
    assertThat(table.spent()).isEqualTo(settled);
    assertThat(table.sum("select count(*) from budget_leases")).isZero();
  }

  /** A day later. */
  private void forgetTheDead() {
    FIXTURE
        .database()
        .doInAccount(
            account,
            jdbc ->
                jdbc.sql("update budget_leases set healed_at = healed_at - interval '2 days'")
                    .update());
    lost.settle(Ids.next());
  }

  private void step(Random random) {
    BudgetNode node = nodes.get(random.nextInt(nodes.size()));
    switch (random.nextInt(20)) {
      case 0, 1 -> node.skip(Tills.REST);
      case 2, 3, 4 -> node.keeping.tend();
      case 5 -> wronglyLost(node);
      case 6 -> die(node, random);
      case 7, 8, 9, 10, 11, 12 -> settle(random);
      default -> call(node, random);
    }
  }

  private BudgetNode join() {
    return new BudgetNode(FIXTURE.database()).knowing(account).hasty(Duration.ofMillis(20));
  }

  private void call(BudgetNode node, Random random) {
    long bound = 1 + random.nextLong(LIMIT / 20);
    try {
      Reservation reservation = node.reserve(account, bound);
      UUID[] leases = reservation.leases().toArray(UUID[]::new);
      UUID row = table.call(node.id.orElseThrow(), bound, leases);
      open.add(new Call(node, row, bound, reservation));
    } catch (ProblemException e) {
      assertThat(e.type()).isEqualTo(ProblemType.BUDGET_LIMIT_EXCEEDED);
    }
  }

  private void settle(Random random) {
    if (!open.isEmpty()) {
      Call call = open.remove(random.nextInt(open.size()));
      long truth = random.nextLong(call.bound() + 1);
      call.reservation().settle(truth);
      table.ended(call.row(), "ok", truth);
      settled += truth;
    }
  }

  /** It goes on under another id, and settles what it began. */
  private void wronglyLost(BudgetNode node) {
    lost.settle(node.id.orElseThrow());
    node.id = Optional.of(Ids.next());
  }

  /** What it had under way is worth its bounds for ever. */
  private void die(BudgetNode node, Random random) {
    if (random.nextBoolean()) {
      List<Call> gone = open.stream().filter(call -> call.node() == node).toList();
      gone.forEach(call -> table.ended(call.row(), "partial", null));
      settled += gone.stream().mapToLong(Call::bound).sum();
      open.removeAll(gone);
      lost.settle(node.id.orElseThrow());
      nodes.set(nodes.indexOf(node), join());
    }
  }
}
