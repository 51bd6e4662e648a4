package ai.preloop.api.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.attempts.FakeAnswer;
import ai.preloop.activities.dialects.Usage;
import ai.preloop.api.end2end.OwnModels;
import ai.preloop.api.nodes.ModelClient.Ended;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** 200 callers of a model at once, half of them at each of two nodes, and one hard budget. */
@Timeout(240)
class BudgetRaceTests {

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int CALLERS = 200;
  private static final int FIT = 150;
  private static final int MAX_TOKENS = 1000;
  private static final int FAR_TOO_MANY = 999_000;

  private final TwoNodes nodes = TwoNodes.shared();
  private final OwnModels own = new OwnModels(nodes.one().http(), nodes.owner().token());
  private final String model = own.model("openai", ",\"prices\":{\"input\":2,\"output\":8}");
  private final ModelClient one = client(nodes.one());
  private final ModelClient other = client(nodes.other());
  private ModelLedger ledger = new ModelLedger(nodes.seeingAll(), own.keyId());
  private final List<CompletableFuture<Ended>> calls = new ArrayList<>();
  private long limit;

  private ModelClient client(Node node) {
    return new ModelClient(node.http().base(), own.key(), model);
  }

  @BeforeEach
  void makeBudget() {
    own.provider().always(FakeAnswer.USUAL).using(new Usage(20, 0, 0, 30, 0));
    await().atMost(LONG).until(() -> one.call(MAX_TOKENS).status() == 200);
    await().atMost(LONG).until(() -> ledger.calls("ok") == 1);
    long bound = ledger.bound();
    limit = FIT * bound + bound / 2;
    ledger = ledger.with(own.budget(ModelLedger.dollars(limit)));
    for (ModelClient each : List.of(one, other)) {
      await().atMost(LONG).until(() -> each.call(FAR_TOO_MANY).status() == 403);
    }
  }

  @AfterEach
  void remove() {
    own.close();
  }

  private void callAtBothNodes() {
    IntStream.range(0, CALLERS)
        .mapToObj(i -> (i % 2 == 0 ? one : other).calling(MAX_TOKENS))
        .forEach(calls::add);
  }

  /** The calls that were refused, each because of the budget. */
  private long refused() {
    List<Ended> ended =
        calls.stream().filter(CompletableFuture::isDone).map(c -> c.join()).toList();
    List<Ended> refused = ended.stream().filter(each -> each.status() != 200).toList();
    assertThat(refused)
        .allSatisfy(each -> {
          assertThat(each.status()).isEqualTo(403);
          assertThat(each.body()).contains("\"code\":\"budget_limit_exceeded\"");
        });
    return refused.size();
  }

  @Test
  void admitExactlyWhatFits() {
    CountDownLatch gate = new CountDownLatch(1);
    own.provider().after(gate);
    int before = own.provider().requests().size();
    try {
      callAtBothNodes();
      await().atMost(LONG).until(this::isEachAdmittedOrRefused);
      // A node that was too slow to say what lies idle with it has some refused that would fit.
      await().atMost(LONG).pollInterval(Duration.ofMillis(500)).until(this::areAsManyAdmittedAsFit);

      assertThat(own.provider().running()).isEqualTo(FIT);
      assertThat(other.call(MAX_TOKENS).status()).isEqualTo(403);
      assertThat(one.call(MAX_TOKENS).status()).isEqualTo(403);
      await().atMost(LONG).until(() -> ledger.calls("open") == FIT);
    } finally {
      gate.countDown();
    }
    calls.forEach(CompletableFuture::join);
    assertThat(own.provider().requests()).hasSize(before + FIT);
    assertThat(refused()).isEqualTo(calls.size() - FIT);
    assertThatAllIsBooked();
  }

  /** Where it is fewer, somebody comes again at each node. */
  private boolean areAsManyAdmittedAsFit() {
    if (own.provider().running() >= FIT) {
      return true;
    }
    calls.add(one.calling(MAX_TOKENS));
    calls.add(other.calling(MAX_TOKENS));
    return false;
  }

  private boolean isEachAdmittedOrRefused() {
    assertThat(ledger.taken()).isLessThanOrEqualTo(limit);
    return own.provider().running() + refused() == calls.size();
  }

  @Test
  void neverSpendMoreWhileCallsAreSettled() {
    own.provider().using(new Usage(20, 0, 0, MAX_TOKENS, 0));
    callAtBothNodes();
    await()
        .atMost(LONG)
        .until(() -> {
          assertThat(ledger.taken()).isLessThanOrEqualTo(limit);
          return calls.stream().allMatch(CompletableFuture::isDone);
        });

    assertThat(CALLERS - refused()).isPositive().isLessThan(CALLERS);
    assertThatAllIsBooked();
  }

  private void assertThatAllIsBooked() {
    await().atMost(LONG).until(() -> ledger.calls("open") == 0);
    await()
        .atMost(LONG)
        .until(() -> {
          ledger.recall();
          return ledger.leases() == 0;
        });
    assertThat(ledger.spent()).isEqualTo(ledger.cost()).isPositive().isLessThanOrEqualTo(limit);
  }
}
