package ai.preloop.policies.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodTests {

  @ParameterizedTest
  @CsvSource({
    "hour, 2026-11-23T11:59:59.999Z, 2026-11-23T11:00:00Z, 2026-11-23T12:00:00Z",
    "day, 2026-11-23T11:59:59Z, 2026-11-23T00:00:00Z, 2026-11-24T00:00:00Z",
    "week, 2026-11-23T00:00:00Z, 2026-11-23T00:00:00Z, 2026-11-30T00:00:00Z",
    "week, 2026-11-22T23:59:59Z, 2026-11-16T00:00:00Z, 2026-11-23T00:00:00Z",
    "week, 2027-01-01T12:00:00Z, 2026-12-28T00:00:00Z, 2027-01-04T00:00:00Z",
    "month, 2028-02-29T23:59:59Z, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z",
  })
  void windowsAreThoseOfUtc(String word, Instant at, Instant start, Instant end) {
    Period period = Period.of(word).orElseThrow();

    assertThat(period.start(at)).isEqualTo(start);
    assertThat(period.end(start)).hasValue(end);
  }

  @Test
  void allTimeHasOneWindowWithoutEnd() {
    Instant start = Period.ALL_TIME.start(Instant.parse("2026-11-23T11:59:59Z"));

    assertThat(start).isEqualTo(Instant.EPOCH);
    assertThat(Period.ALL_TIME.end(start)).isEmpty();
  }

  @Test
  void otherWordsAreNoPeriods() {
    assertThat(Period.of("year")).isEmpty();
    assertThat(Period.of("HOUR")).isEmpty();
  }
}
