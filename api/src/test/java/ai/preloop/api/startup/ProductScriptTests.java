package ai.preloop.api.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script that {@code make up} and {@code make reset-password} run, over a Java that tells. */
class ProductScriptTests {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path jdk;

  @BeforeEach
  void install() throws IOException {
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
    program("bin/javac", "exit 0");
    program("bin/java", "printf '%s\\n' \"$@\"; exit 3");
  }

  @Test
  void endsAsTheProductEnds() throws Exception {
    assertThat(run(Map.of()).exit()).isEqualTo(3);
  }

  @Test
  void handsItsOptionsOn() throws Exception {
    assertThat(run(Map.of(), "--reset-owner-password").lines())
        .endsWith("--reset-owner-password")
        .contains("-Xmx512m", "-jar", ROOT + "/api/target/app/api-0.1.0-SNAPSHOT-app.jar");
  }

  @Test
  void takesTheHeapThatIsAskedFor() throws Exception {
    assertThat(run(Map.of("PRELOOP_HEAP", "2g")).lines()).contains("-Xmx2g");
  }

  @ParameterizedTest
  @CsvSource({"TERM, 7, in order", "INT, 0, 'Stopped: Preloop, and everything that it started.'"})
  void stopsTheProductInOrder(String signal, int exit, String last) throws Exception {
    assumeThat(isHeard(signal)).as("what was ignored from the start stays ignored").isTrue();
    program(
        "bin/java",
        "trap 'echo in order; exit 7' TERM; echo up; for i in $(seq 200); do sleep 0.05; done");
    Process process = builder(List.of(ROOT + "/scripts/product"), Map.of()).start();
    try (BufferedReader said = process.inputReader()) {
      assertThat(said.readLine()).isEqualTo("up");
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();

      assertThat(said.lines()).contains("in order").endsWith(last);
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(exit);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** A shell in the background, from which a build may be run, has its children ignore Ctrl-C. */
  private static boolean isHeard(String signal) throws IOException, InterruptedException {
    String script = "trap 'exit 9' %1$s; kill -%1$s $$; exit 0".formatted(signal);
    return new ProcessBuilder("sh", "-c", script).start().waitFor() == 9;
  }

  @Test
  void theProductReadsWhatIsTypedToIt() throws Exception {
    program("bin/java", "read -r line; echo \"heard $line\"");
    Process process = builder(List.of(ROOT + "/scripts/product"), Map.of()).start();
    try (Writer typed = process.outputWriter()) {
      typed.write("a password\n");
    }
    assertThat(process.inputReader().lines()).containsExactly("heard a password");
  }

  @Test
  void makeRunsItForBothAndKeepsTheCode() throws Exception {
    for (String target : List.of("up", "reset-password")) {
      Ran ran =
          ran(List.of("make", "-o", "api/target/app/api-0.1.0-SNAPSHOT-app.jar", target), Map.of());

      assertThat(ran.exit()).as("%s: %s", target, ran.lines()).isEqualTo(2);
      assertThat(ran.lines().contains("--reset-owner-password"))
          .isEqualTo(target.equals("reset-password"));
    }
  }

  private Ran run(Map<String, String> variables, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(ROOT + "/scripts/product"));
    command.addAll(List.of(options));
    return ran(command, variables);
  }

  private Ran ran(List<String> command, Map<String, String> variables)
      throws IOException, InterruptedException {
    Process process = builder(command, variables).start();
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return new Ran(process.exitValue(), lines);
  }

  private ProcessBuilder builder(List<String> command, Map<String, String> variables) {
    var builder = new ProcessBuilder(command).directory(ROOT.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("MAKE"));
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().putAll(variables);
    return builder;
  }

  private void program(String name, String script) throws IOException {
    Path file = jdk.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private record Ran(int exit, List<String> lines) {}
}
