package ai.preloop.activities.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTests {

  @TempDir Path folder;

  @Test
  @EnabledOnOs(OS.LINUX)
  void stopsWhatIsJustStartedAgain() throws Exception {
    var program = new Sleeping(folder);
    var launcher = new Launcher(ServerUser.SAME, folder);
    var supervisor = Supervisor.start(program, launcher, EmbeddedLog.into(line -> {}));
    ProcessHandle.of(supervisor.pid()).orElseThrow().destroyForcibly();
    assertThat(program.startsAgain.await(20, TimeUnit.SECONDS)).isTrue();

    Thread stopping = Thread.ofPlatform().daemon().start(() -> stop(supervisor));
    await().until(() -> stopping.getState() == Thread.State.WAITING);
    program.goesOn.countDown();

    assertThat(stopping.join(Duration.ofSeconds(30))).isTrue();
    assertThat(ProcessHandle.of(supervisor.pid())).isEmpty();
  }

  private static void stop(Supervisor supervisor) {
    try {
      supervisor.stop();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** A server that does nothing, and takes its time to be started again. */
  private static final class Sleeping implements ServerProgram {

    private final String seconds =
        Integer.toString(1_000_000 + Math.abs(UUID.randomUUID().hashCode() % 1_000_000));
    private final AtomicInteger starts = new AtomicInteger();
    private final CountDownLatch startsAgain = new CountDownLatch(1);
    private final CountDownLatch goesOn = new CountDownLatch(1);
    private final Path kept;

    private Sleeping(Path kept) {
      this.kept = kept;
    }

    @Override
    public EmbeddedServer kind() {
      return EmbeddedServer.TEMPORAL;
    }

    @Override
    public List<String> command() {
      if (starts.getAndIncrement() > 0) {
        startsAgain.countDown();
        awaitLeave();
      }
      // What runs in the background of a script inherits that an interrupt is to be ignored.
      return Stream.concat(Stream.of("env", "--default-signal=INT"), mark().stream()).toList();
    }

    private void awaitLeave() {
      try {
        goesOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public List<String> mark() {
      return List.of("sleep", seconds);
    }

    @Override
    public Path kept() {
      return kept;
    }

    @Override
    public List<Integer> ports() {
      return List.of();
    }

    @Override
    public boolean isReady() {
      return true;
    }
  }
}
