package ai.preloop.activities.attempts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** A call that nobody wants any more. */
class CancellationTests {

  private final Cancellation cancellation = new Cancellation();

  @Test
  void endsAWaitAtOnce() throws InterruptedException {
    List<Throwable> thrown = new ArrayList<>();
    Thread waiting = Thread.ofPlatform().unstarted(() -> cancellation.await(Duration.ofHours(1)));
    waiting.setUncaughtExceptionHandler((_, failure) -> thrown.add(failure));
    waiting.start();
    await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);

    cancellation.cancel();

    assertThat(waiting.join(Duration.ofSeconds(10))).isTrue();
    assertThat(thrown).singleElement().isInstanceOf(CancellationException.class);
  }

  @Test
  void waitsUntilTheTimeHasPassed() {
    long begun = System.nanoTime();

    cancellation.await(Duration.ofMillis(50));

    assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(50_000_000L);
  }

  @Test
  void tellsWhoeverWantsToKnowOnce() {
    List<String> told = new ArrayList<>();
    cancellation.whenCancelled(() -> told.add("one"));
    cancellation.whenCancelled(() -> told.add("other")).close();

    cancellation.cancel();
    cancellation.cancel();
    cancellation.whenCancelled(() -> told.add("late"));

    assertThat(told).containsExactly("one", "late");
    assertThatThrownBy(cancellation::check).isInstanceOf(CancellationException.class);
  }
}
