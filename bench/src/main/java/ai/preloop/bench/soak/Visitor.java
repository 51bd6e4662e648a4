package ai.preloop.bench.soak;

import ai.preloop.bench.load.Agent;
import ai.preloop.bench.load.Connection;
import ai.preloop.bench.load.Pause;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

/**
 * A client that comes with a session and a stream of its own, calls now and then, and goes: some
 * end their session, some are gone without a word, some stop to read in the middle of an answer.
 */
record Visitor(int number, Agent agent, Calls calls, Tally tally) {

  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final int SHORTEST_SECONDS = 20;
  private static final int LONGEST_SECONDS = 150;

  /** One in so many calls a program that is started for its session. */
  private static final int WITH_A_PROGRAM = 20;

  /** Comes again and again until it is over. */
  void run(BooleanSupplier isOver) {
    while (!isOver.getAsBoolean()) {
      try (Connection connection = new Connection(agent.port())) {
        visit(connection, isOver);
      } catch (IOException | IllegalStateException e) {
        tally.wrong("visitor " + number + ": " + e.getMessage());
      }
    }
  }

  private void visit(Connection connection, BooleanSupplier isOver) throws IOException {
    Map<String, String> session = agent.inSession(connection);
    int seconds = ThreadLocalRandom.current().nextInt(SHORTEST_SECONDS, LONGEST_SECONDS);
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    try (EventStream _ = EventStream.open(agent.port(), session, tally)) {
      while (System.nanoTime() < end && !isOver.getAsBoolean()) {
        call(connection, session);
        Pause.of(EVERY);
      }
      go(connection, session);
    }
  }

  private void call(Connection connection, Map<String, String> session) throws IOException {
    calls.allowed(connection, session, "");
    if (number % WITH_A_PROGRAM == 0) {
      calls.program(connection, session);
    }
  }

  private void go(Connection connection, Map<String, String> session) throws IOException {
    switch (number % 3) {
      case 0 -> end(connection, session);
      case 1 -> calls.large(connection, session, EVERY);
      default -> {
        // Gone without a word.
      }
    }
  }

  private void end(Connection connection, Map<String, String> session) throws IOException {
    String ending =
        new String(Connection.post(agent.path(), session, ""), StandardCharsets.US_ASCII)
            .replaceFirst("POST", "DELETE");
    int status = connection.send(ending.getBytes(StandardCharsets.US_ASCII)).status();
    if (status != 204 && status != 200) {
      tally.wrong("a session was not ended: " + status);
    }
  }
}
