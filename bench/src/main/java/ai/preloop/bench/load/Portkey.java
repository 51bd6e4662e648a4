package ai.preloop.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The open gateway of Portkey as its users start it, from npm, in a folder of the benchmark's. */
final class Portkey implements AutoCloseable {

  static final String VERSION = "1.15.2";

  private static final String PACKAGE = "@portkey-ai/gateway";

  private final Process process;
  private final int port;
  private final int provider;

  private Portkey(Process process, int port, int provider) {
    this.process = process;
    this.port = port;
    this.provider = provider;
  }

  /** Null where npm or node is not installed. */
  static @Nullable Portkey before(int provider) throws IOException {
    return isThere("npm") && isThere("node") ? started(installed(), provider) : null;
  }

  /** The same call of a model, by the gateway's own headers. */
  Load.Target target(String question) {
    return new ModelTarget(
        port,
        ModelFixture.PATH,
        Map.of(
            "Authorization", "Bearer x",
            "x-portkey-provider", "openai",
            "x-portkey-custom-host", "http://127.0.0.1:" + provider + "/v1"),
        question);
  }

  @Override
  public void close() {
    process.destroy();
  }

  private static boolean isThere(String program) {
    return Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static Path installed() throws IOException {
    Path folder = Path.of("bench/target/portkey").toAbsolutePath();
    Path program = folder.resolve("node_modules/" + PACKAGE + "/build/start-server.js");
    if (!Files.exists(program)) {
      Files.createDirectories(folder);
      Process npm =
          run(
              folder,
              "npm",
              "install",
              "--no-audit",
              "--no-fund",
              "--ignore-scripts",
              "--prefix",
              folder.toString(),
              PACKAGE + "@" + VERSION);
      Load.await(npm.onExit());
    }
    if (!Files.exists(program)) {
      throw new IOException("npm did not install it; see " + folder.resolve("output.log"));
    }
    return program;
  }

  private static Portkey started(Path program, int provider) throws IOException {
    int port = Ports.free();
    Path folder = Path.of("bench/target/portkey").toAbsolutePath();
    Process process = run(folder, "node", program.toString(), "--port=" + port, "--headless");
    Ports.await(port, Duration.ofSeconds(30));
    return new Portkey(process, port, provider);
  }

  private static Process run(Path folder, String... command) throws IOException {
    return new ProcessBuilder(List.of(command))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("output.log").toFile()))
        .start();
  }
}
