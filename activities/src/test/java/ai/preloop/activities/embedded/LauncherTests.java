package ai.preloop.activities.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTests {

  @TempDir Path folder;

  @Test
  void stopsAServerThroughThePipeWhereThereIsNoDeathSignal() throws Exception {
    var launcher = new Launcher(ServerUser.SAME, folder, Launcher.Leash.PIPE);
    var temporal = temporal(launcher);
    Process shell = launcher.start(temporal.command());
    await().atMost(Duration.ofSeconds(60)).until(temporal::isReady);
    ProcessHandle server =
        shell.descendants().filter(ProcessHandle::isAlive).findFirst().orElseThrow();
    launcher.interrupt(shell);
    assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(shell.exitValue()).isZero();
    await().until(() -> !server.isAlive());
    assertThat(temporal.ports()).noneMatch(Ports::answers);
  }

  @Test
  void givesNothingOfItsEnvironmentOn() throws Exception {
    var launcher = new Launcher(ServerUser.SAME, folder);
    assertThat(launcher.run(List.of("env"), "").output().lines())
        .contains("HOME=" + folder, "LC_ALL=C")
        .noneMatch(line -> line.startsWith("TEMPORAL_CLI=") || line.startsWith("JAVA"));
  }

  private EmbeddedTemporal temporal(Launcher launcher) throws IOException, InterruptedException {
    var home = new ServerHome(folder, folder, ServerUser.SAME);
    Path bin = Files.createDirectories(folder.resolve("bin"));
    var finder =
        new TemporalFinder(
            bin,
            Map.copyOf(System.getenv()),
            TemporalDownload.OFFICIAL,
            EmbeddedLog.into(line -> {}));
    return EmbeddedTemporal.prepare(home, launcher, finder.find());
  }
}
