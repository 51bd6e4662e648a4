package ai.preloop.activities.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.policies.problems.ProblemException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SignInThrottleTests {

  private final MovableClock clock = new MovableClock();
  private final SignInThrottle throttle = new SignInThrottle(clock::nanoTime);

  @Test
  void takesTenFailuresOfANameFromOnePlaceAndThenOneInTenSeconds() {
    fail(10, "owner", "here");

    assertRefused("owner", "here");
    clock.move(Duration.ofSeconds(10));
    throttle.attempt("Owner", "here");
    assertRefused("owner", "here");
  }

  @Test
  void keepsNobodyOutByWhatFailsElsewhere() {
    fail(10, "owner", "there");

    assertThatCode(() -> throttle.attempt("owner", "here")).doesNotThrowAnyException();
  }

  @Test
  void boundsAllNamesOfOnePlace() {
    for (int each = 0; each < 30; each++) {
      throttle.attempt("name " + each, "there");
    }

    assertRefused("another", "there");
  }

  @Test
  void leavesAReserveToThosePlacesThatDidNotFail() {
    for (int each = 0; each < 100; each++) {
      throttle.attempt("owner", "attacker " + each % 10);
    }
    assertRefused("owner", "attacker 1");

    for (int each = 0; each < 200; each++) {
      throttle.succeeded(throttle.attempt("owner", "here"));
    }
  }

  @Test
  void boundsTheReserveToo() {
    fail(10, "owner", "a");
    for (int each = 0; each < 140; each++) {
      throttle.attempt("owner", "fresh " + each);
    }

    assertRefused("owner", "here");
    clock.move(Duration.ofMillis(100));
    throttle.attempt("owner", "here");
  }

  @Test
  void measuresWhatWentByWhereverTheCountOfItBegan() {
    AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    SignInThrottle late = new SignInThrottle(nanos::get);
    for (int each = 0; each < 10; each++) {
      late.attempt("owner", "here");
    }

    nanos.addAndGet(Duration.ofSeconds(10).toNanos());

    assertThatCode(() -> late.attempt("owner", "here")).doesNotThrowAnyException();
    assertThatThrownBy(() -> late.attempt("owner", "here")).isInstanceOf(ProblemException.class);
  }

  @Test
  void countsFailuresOnly() {
    for (int each = 0; each < 500; each++) {
      throttle.succeeded(throttle.attempt("owner", "here"));
    }

    fail(10, "owner", "here");
  }

  private void fail(int times, String name, String place) {
    for (int each = 0; each < times; each++) {
      throttle.attempt(name, place);
    }
  }

  private void assertRefused(String name, String place) {
    assertThatThrownBy(() -> throttle.attempt(name, place))
        .isInstanceOf(ProblemException.class)
        .satisfies(refused ->
            assertThat(((ProblemException) refused).extensions())
                .hasEntrySatisfying("retry_after", wait -> assertThat((Long) wait).isPositive()));
  }
}
