package ai.preloop.activities.loops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EndOfProcessTests {

  @Test
  void aLoopThatDiesTakesTheProcessWithItAndSaysWhy() throws Exception {
    Process child = start();
    try {
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(child.exitValue()).isEqualTo(EndOfProcess.STATUS);
      assertThat(new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .contains("a-loop has died", "LinkageError: a marker", "stopped in order");
    } finally {
      child.destroyForcibly();
    }
  }

  private static Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Dying.class.getName())
        .redirectErrorStream(true)
        .start();
  }

  /** A process with a loop that comes to an error. */
  static final class Dying {

    private Dying() {}

    public static void main(String[] arguments) throws InterruptedException {
      NamedLoop loop =
          new NamedLoop(
              "a-loop",
              Duration.ofDays(1),
              () -> {
                throw new LinkageError("a marker");
              });
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> {
                loop.stop();
                System.out.println("stopped in order");
              }));
      loop.start();
      new CountDownLatch(1).await();
    }
  }
}
