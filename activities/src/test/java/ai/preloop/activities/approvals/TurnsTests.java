package ai.preloop.activities.approvals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.policies.problems.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTests {

  private final UUID caller = UUID.randomUUID();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void end() {
    threads.close();
  }

  @Test
  void aFewOfOneCallerAreWorkedOnAtOnce() throws Exception {
    Turns turns = new Turns(3, Duration.ofSeconds(30));
    AtomicInteger inside = new AtomicInteger();
    List<Future<Integer>> seen = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      seen.add(threads.submit(() -> turns.take(caller, () -> visit(inside))));
    }

    for (Future<Integer> each : seen) {
      assertThat(each.get()).isBetween(1, 3);
    }
  }

  @Test
  void whoseTurnDoesNotComeIsToldThatNothingWasMade() throws Exception {
    Turns turns = new Turns(1, Duration.ofMillis(20));
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    Future<Boolean> first = threads.submit(() -> turns.take(caller, () -> stay(entered, leave)));
    entered.await();

    assertThatThrownBy(() -> turns.take(caller, () -> true))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("this one was not made");
    leave.countDown();
    assertThat(first.get()).isTrue();
    assertThat(turns.take(caller, () -> true)).isTrue();
  }

  private static int visit(AtomicInteger inside) {
    int together = inside.incrementAndGet();
    for (int spins = 0; spins < 10_000; spins++) {
      Thread.onSpinWait();
    }
    inside.decrementAndGet();
    return together;
  }

  private static boolean stay(CountDownLatch entered, CountDownLatch leave) {
    entered.countDown();
    try {
      leave.await();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
