package ai.preloop.api.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class WaitedTests {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  private final InstantSource clock = now::get;

  @Test
  void isMeasuredByWhatGoesBy() {
    Waited waited = Waited.from(clock);

    now.set(NOW.plusSeconds(3600));
    assertThat(waited.soFar()).isLessThan(Duration.ofMinutes(1));
    now.set(NOW.minusSeconds(3600));
    assertThat(waited.soFar()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
  }

  @Test
  void goesOnFromWhatAnotherNodeTells() {
    assertThat(Waited.since(NOW.minusSeconds(120), clock).soFar())
        .isBetween(Duration.ofMinutes(2), Duration.ofMinutes(3));
  }

  @Test
  void takesNoInstantThatCannotBe() {
    assertThat(Waited.since(Instant.MAX, clock).soFar()).isLessThan(Duration.ofMinutes(1));
    assertThat(Waited.since(Instant.MIN, clock).soFar()).isLessThan(Duration.ofDays(2));
  }
}
