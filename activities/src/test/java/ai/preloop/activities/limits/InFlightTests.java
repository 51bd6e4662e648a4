package ai.preloop.activities.limits;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.limits.InFlight.Passage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InFlightTests {

  private final UUID key = UUID.randomUUID();

  @Test
  void letsSoManyInAndAnotherWhenOneIsOut() {
    InFlight inFlight = new InFlight(2);
    Passage first = inFlight.enter(key).orElseThrow();
    Passage second = inFlight.enter(key).orElseThrow();

    assertThat(inFlight.enter(key)).isEmpty();
    assertThat(inFlight.enter(UUID.randomUUID())).isPresent();
    first.close();
    Passage third = inFlight.enter(key).orElseThrow();
    assertThat(inFlight.enter(key)).isEmpty();
    second.close();
    third.close();
  }

  @Test
  void letsWhoWaitsInOnceOneIsOut() throws Exception {
    InFlight inFlight = new InFlight(1);
    Passage first = inFlight.enter(key).orElseThrow();
    assertThat(inFlight.enter(key, Duration.ofMillis(20))).isEmpty();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Optional<Passage>> waiting =
          threads.submit(() -> inFlight.enter(key, Duration.ofSeconds(30)));
      first.close();

      Passage second = waiting.get().orElseThrow();
      assertThat(inFlight.enter(key)).isEmpty();
      second.close();
    }
  }

  @Test
  void neverLetsInMoreWhoeverRaces() throws Exception {
    InFlight inFlight = new InFlight(3);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Callable<Integer> racing =
        () -> {
          int entered = 0;
          for (int i = 0; i < 2_000; i++) {
            Optional<Passage> passage = inFlight.enter(key);
            if (passage.isPresent()) {
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              Thread.onSpinWait();
              inside.decrementAndGet();
              passage.get().close();
              entered++;
            }
          }
          return entered;
        };
    try (var threads = Executors.newFixedThreadPool(8)) {
      List<Future<Integer>> runs = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        runs.add(threads.submit(racing));
      }
      // On a busy machine one of them may always come when others are in.
      int entered = 0;
      for (Future<Integer> run : runs) {
        entered += run.get();
      }
      assertThat(entered).isPositive();
    }
    assertThat(most.get()).isBetween(1, 3);
    List<Passage> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(inFlight.enter(key).orElseThrow());
    }
    assertThat(inFlight.enter(key)).isEmpty();
    all.forEach(Passage::close);
  }
}
