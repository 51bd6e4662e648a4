package ai.preloop.api.end2end;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program over an official client, built from its lock outside of the sources. Where its tools
 * are missing tests are skipped on a developer's machine, and fail where {@code CI} is set.
 */
final class SdkProject {

  static final SdkProject PYTHON = python("python");

  /** Those of providers of models. */
  static final SdkProject PYTHON_MODELS = python("python-models");

  static final SdkProject GO =
      new SdkProject(
          "go", List.of("./driver"), List.of(List.of("go", "build", "-o", "driver", ".")));

  /** What it compiles is kept for later checkouts. */
  static final SdkProject RUST =
      new SdkProject(
          "rust",
          List.of("./driver"),
          List.of(
              List.of("cargo", "build", "--locked", "--quiet"),
              List.of("cp", kept("rust") + "/debug/preloop-client", "driver")));

  /** Those of providers of models, which are another Maven project for what they depend on. */
  static final SdkProject JAVA_MODELS =
      new SdkProject(
          "java-models",
          List.of(jdk("java"), "-Xmx256m", "-cp", "classes:lib/*", "Driver"),
          List.of(
              List.of("rm", "-rf", "lib", "classes"),
              List.of(mavenWrapper(), "-B", "-q", "-f", "pom.xml", "dependency:copy-dependencies"),
              List.of(
                  jdk("javac"),
                  "-nowarn",
                  "-cp",
                  "lib/*",
                  "-sourcepath",
                  ".",
                  "-d",
                  "classes",
                  "Driver.java")));

  private final String name;
  private final ClientFolder place;
  private final List<String> program;
  private final List<List<String>> steps;
  private boolean built;

  private SdkProject(String name, List<String> program, List<List<String>> steps) {
    this.name = name;
    this.place = ClientFolder.of(name);
    this.program = program;
    this.steps = steps;
  }

  private static SdkProject python(String name) {
    return new SdkProject(
        name,
        List.of("./venv/bin/python", "-W", "ignore", "driver.py"),
        List.of(
            List.of("python3", "-m", "venv", "venv"),
            List.of(
                "./venv/bin/pip", "install", "--quiet", "--no-deps", "-r", "requirements.txt")));
  }

  /** A program of the JDK that runs the tests. */
  private static String jdk(String program) {
    return Path.of(System.getProperty("java.home"), "bin", program).toString();
  }

  private static String mavenWrapper() {
    return Path.of("../mvnw").toAbsolutePath().normalize().toString();
  }

  private static Path kept(String name) {
    String set = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
    Path caches = set.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(set);
    return caches.resolve("preloop/clients").resolve(name);
  }

  String name() {
    return name;
  }

  /** The program, running; its caller ends it. */
  Process start(String... arguments) {
    try {
      build();
      List<String> command = here(program);
      command.addAll(List.of(arguments));
      return place.process(command).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void build() throws IOException {
    if (!built) {
      place.copySources();
      for (List<String> step : steps) {
        make(step);
      }
      built = true;
    }
  }

  private void make(List<String> step) throws IOException {
    Map<String, String> environment =
        Map.of(
            "CARGO_TARGET_DIR", kept("rust").toString(),
            "JAVA_HOME", System.getProperty("java.home"));
    if (place.run(here(step), environment).isEmpty()) {
      throw place.unavailable("`" + String.join(" ", step) + "` did not go through");
    }
  }

  /** A program of the folder is not looked for where this process works. */
  private List<String> here(List<String> command) {
    List<String> words = new ArrayList<>(command);
    if (words.getFirst().startsWith("./")) {
      words.set(0, place.file(words.getFirst()).normalize().toString());
    }
    return words;
  }
}
