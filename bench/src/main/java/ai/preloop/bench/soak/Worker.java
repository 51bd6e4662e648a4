package ai.preloop.bench.soak;

import ai.preloop.bench.load.Agent;
import ai.preloop.bench.load.Connection;
import ai.preloop.bench.load.Pause;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * One agent of the mix: takes its steps at their pace in one session after the other, until it is
 * over.
 */
record Worker(String name, Pace pace, Step step, Agent agent, Tally tally) {

  private static final AtomicLong NUMBERS = new AtomicLong();

  /** How long from one step to the next, and after how many there is a new session. */
  record Pace(Duration every, int stepsOfASession) {}

  /** One thing that an agent does; {@code mark} is told from all others. */
  interface Step {
    void take(Connection connection, Map<String, String> session, String mark) throws IOException;
  }

  /** A step that fails is wrong, and the agent goes on with a new connection. */
  void run(BooleanSupplier isOver) {
    while (!isOver.getAsBoolean()) {
      try (Connection connection = new Connection(agent.port())) {
        work(connection, isOver);
      } catch (IOException | IllegalStateException e) {
        tally.wrong(name + ": " + e.getMessage());
        rest();
      }
    }
  }

  private void work(Connection connection, BooleanSupplier isOver) throws IOException {
    Map<String, String> session = agent.inSession(connection);
    long next = System.nanoTime();
    for (int i = 0; i < pace.stepsOfASession && !isOver.getAsBoolean(); i++) {
      step.take(connection, session, name + "-" + NUMBERS.incrementAndGet());
      // What could not be done in its time is not made up for: the rate is a most.
      next = Math.max(next + pace.every.toNanos(), System.nanoTime());
      Pause.until(next);
    }
  }

  private static void rest() {
    try {
      Pause.of(Duration.ofSeconds(1));
    } catch (IOException e) {
      Thread.currentThread().interrupt();
    }
  }
}
