package ai.preloop.activities.embedded;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Ports of this machine's loopback address. */
final class Ports {

  /**
   * Below what Linux and macOS hand to outgoing connections, so that a kept port is free again at
   * the next start.
   */
  private static final int FIRST = 20_000;

  private static final int LAST = 32_000;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private static final RandomGenerator RANDOM = new SecureRandom();

  private Ports() {}

  /** A port that nothing listens on and that is not among {@code others}. */
  static int free(Set<Integer> others) {
    return IntStream.generate(() -> RANDOM.nextInt(FIRST, LAST))
        .limit(1_000)
        .filter(port -> !others.contains(port) && isFree(port))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No port is free on 127.0.0.1"));
  }

  static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(LOOPBACK, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether something listens on the port. */
  static boolean answers(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(LOOPBACK, port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Waits a little for the ports of a server that is still ending. */
  static void awaitFree(ServerProgram program) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (int port : program.ports()) {
      while (!isFree(port)) {
        if (System.nanoTime() > deadline) {
          throw taken(port, program);
        }
        MILLISECONDS.sleep(50);
      }
    }
  }

  private static ProblemException taken(int port, ServerProgram program) {
    return new ProblemException(
        ProblemType.UNAVAILABLE,
        "Port %d, which %s listens on, is in use by another program: stop that program, or remove the port from %s to get another one"
            .formatted(port, program.kind().title(), program.kept()));
  }
}
