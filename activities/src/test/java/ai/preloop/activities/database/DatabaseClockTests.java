package ai.preloop.activities.database;

import static java.util.concurrent.TimeUnit.HOURS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DatabaseClockTests {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

  @Test
  void goesOnByWhatWentBySinceTheDatabaseSaidWhatTimeItIs() {
    try (DatabaseFixture fixture = DatabaseFixture.migrated()) {
      DatabaseClock clock = new DatabaseClock(fixture.database(), nanos::get);
      nanos.addAndGet(HOURS.toNanos(3));
      assertThat(clock.instant()).as("before").isAfter(Instant.now().plus(2, ChronoUnit.HOURS));

      clock.read();
      nanos.addAndGet(HOURS.toNanos(1));

      assertThat(clock.instant())
          .isCloseTo(Instant.now().plus(1, ChronoUnit.HOURS), within(1, ChronoUnit.MINUTES));
    }
  }
}
