package ai.preloop.activities.servers;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.servers.ServerHealth.Trouble;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BreakerTests {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.5Z");

  private long nanos = 1;
  private int turns;
  private final Breaker breaker = new Breaker(() -> nanos, () -> turns++);

  @Test
  void opensAfterFailuresInARowAndSaysSinceWhenAndWhy() {
    fail(Breaker.FAILURES - 1);
    assertThat(breaker.enter()).isEmpty();

    breaker.failed(NOON.plusSeconds(9), "Nobody listens.");

    assertThat(breaker.enter())
        .hasValue(
            "It could not be reached since 2026-11-22T12:00:00Z (Nobody listens.) and is tried again in 1 s.");
    assertThat(breaker.open()).hasValue(new Trouble(NOON, "Nobody listens."));
  }

  @Test
  void staysShutWhereAnAnswerComesBetween() {
    fail(Breaker.FAILURES - 1);
    breaker.reached();
    fail(Breaker.FAILURES - 1);

    assertThat(breaker.enter()).isEmpty();
    assertThat(breaker.open()).isEmpty();
  }

  @Test
  void letsOneTryAfterAPause() {
    fail(Breaker.FAILURES);
    pass(Duration.ofSeconds(1));

    assertThat(breaker.enter()).isEmpty();
    assertThat(breaker.enter()).isPresent();
    breaker.reached();
    assertThat(breaker.enter()).isEmpty();
    assertThat(breaker.enter()).isEmpty();
  }

  @Test
  void letsAnotherTryWhereTheFirstTakesLongerThanThePause() {
    fail(Breaker.FAILURES);
    pass(Duration.ofSeconds(1));
    assertThat(breaker.enter()).isEmpty();
    pass(Duration.ofMillis(999));
    assertThat(breaker.enter()).isPresent();
    pass(Duration.ofMillis(1));

    assertThat(breaker.enter()).isEmpty();
    assertThat(breaker.enter()).isPresent();
  }

  @Test
  void pausesLongerEachTimeUpToAMinute() {
    fail(Breaker.FAILURES);
    for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      pass(Duration.ofSeconds(seconds).minusMillis(1));
      assertThat(breaker.enter()).as("before %d s", seconds).isPresent();
      pass(Duration.ofMillis(1));
      assertThat(breaker.enter()).as("after %d s", seconds).isEmpty();
      fail(1);
    }
  }

  @Test
  void letsAnotherTryWhereTheFirstSaysNothing() {
    fail(Breaker.FAILURES);
    pass(Duration.ofSeconds(1));
    assertThat(breaker.enter()).isEmpty();
    breaker.unclear();

    assertThat(breaker.enter()).isEmpty();
  }

  @Test
  void saysThatItOpensAndThatItShutsAndNothingBetween() {
    fail(Breaker.FAILURES - 1);
    assertThat(turns).isZero();
    fail(1);
    assertThat(turns).isOne();
    fail(2);
    assertThat(turns).isOne();
    breaker.reached();
    breaker.reached();

    assertThat(turns).isEqualTo(2);
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      breaker.failed(NOON, "Nobody listens.");
    }
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }
}
