package ai.preloop.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DriftTests {

  @Test
  void findsNoneInWhatComesAndGoes() {
    assertThat(tooMuch(hour(minute -> 100 + minute % 7, minute -> 3 + minute % 2))).isEmpty();
  }

  @Test
  void findsAHeapThatGrowsSlowly() {
    assertThat(tooMuch(hour(minute -> 100 + minute, minute -> 3)))
        .containsExactly("heap after collection, MiB");
  }

  @Test
  void takesNoOffenceAtHowItSettles() {
    assertThat(tooMuch(hour(minute -> minute < 10 ? minute * 10 : 100, minute -> 3))).isEmpty();
  }

  @Test
  void findsCallsThatGetSlower() {
    assertThat(tooMuch(hour(minute -> 100, minute -> 3 + minute / 5.0))).containsExactly("p99, ms");
  }

  @Test
  void saysNothingOfTwoMinutes() {
    assertThat(Drift.of(hour(minute -> 100, minute -> 3).subList(0, 2))).isEmpty();
  }

  @Test
  void tellsTimesToTwoInAHundred() {
    Latencies latencies = new Latencies();
    IntStream.rangeClosed(1, 1_000).forEach(micros -> latencies.add(micros * 1_000L));

    assertThat(latencies.count()).isEqualTo(1_000);
    assertThat(latencies.percentile(0.5)).isCloseTo(0.5, within(0.01));
    assertThat(latencies.percentile(0.99)).isCloseTo(0.99, within(0.02));
  }

  private static List<String> tooMuch(List<Minute> minutes) {
    return Drift.of(minutes).stream().filter(Drift::isTooMuch).map(Drift::what).toList();
  }

  private static List<Minute> hour(IntToDoubleFunction heap, IntToDoubleFunction p99) {
    return IntStream.rangeClosed(1, 60)
        .mapToObj(minute ->
            new Minute(
                minute,
                new Minute.Load(1_000, 0.3, p99.applyAsDouble(minute), 0),
                new Vitals(400, heap.applyAsDouble(minute), 80, 120, 60, 2),
                new Minute.Database(12, 100L * minute, 20)))
        .toList();
  }
}
