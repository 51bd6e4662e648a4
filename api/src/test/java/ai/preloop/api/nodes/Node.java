package ai.preloop.api.nodes;

import ai.preloop.activities.embedded.TestDatabase;
import ai.preloop.activities.embedded.TestHome;
import ai.preloop.activities.embedded.TestPorts;
import ai.preloop.activities.embedded.TestTemporal;
import ai.preloop.api.PreloopApplication;
import ai.preloop.api.end2end.Approver;
import ai.preloop.api.end2end.Http;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.awaitility.Awaitility;

/** One of several nodes: a process with a home and a clock of its own. */
final class Node implements AutoCloseable {

  static final String PASSWORD = "correct horse battery";

  private final Path home = TestHome.create();
  private final TestDatabase database;
  private final int databasePort;
  private final int port = TestPorts.free();
  private final List<String> more;
  private final Http http = new Http(URI.create("http://127.0.0.1:" + port));
  private Process process;

  /** {@code databasePort} is where this node finds the database. */
  Node(TestDatabase database, int databasePort) {
    this(database, databasePort, List.of());
  }

  /** {@code more} are settings of its own. */
  Node(TestDatabase database, int databasePort, List<String> more) {
    this.more = more;
    this.database = database;
    this.databasePort = databasePort;
    this.process = run();
  }

  Http http() {
    return http;
  }

  /** The owner, signed in here. */
  Approver owner() {
    String token =
        http.post(
                "/api/v1/auth/token/json",
                "",
                "{\"username\":\"owner\",\"password\":\"%s\"}".formatted(PASSWORD))
            .expect(200)
            .path("access_token")
            .asString();
    return new Approver(http, token);
  }

  /** From now on its clock is wrong by this much. */
  void moveClock(Duration by) {
    try {
      OutputStream said = process.getOutputStream();
      said.write((by.toMillis() + "\n").getBytes(StandardCharsets.UTF_8));
      said.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@code kill -9} does. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  void startAgain() {
    process = run();
    awaitReady();
  }

  void awaitReady() {
    // Not the client of the tests, whose next connection could be one that was idle for too long.
    Http probe = new Http(http.base());
    Awaitility.await()
        .atMost(Duration.ofMinutes(4))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> isReady(probe) || !process.isAlive());
    if (!process.isAlive()) {
      throw new IllegalStateException("It did not start; see " + log());
    }
  }

  @Override
  public void close() {
    kill();
    TestHome.delete(home);
  }

  private boolean isReady(Http probe) {
    try {
      return probe.get("/health/ready", "").status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private Process run() {
    try {
      return new ProcessBuilder(command())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private File log() {
    return new File("target", "node-" + port + ".log");
  }

  private List<String> command() throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-javaagent:" + agent(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                PreloopApplication.class.getName()));
    command.addAll(settings());
    command.addAll(more);
    return command;
  }

  private List<String> settings() {
    String name = URI.create(database.jdbcUrl().substring("jdbc:".length())).getPath();
    return List.of(
        "--preloop.home=" + home,
        "--preloop.owner-password=" + PASSWORD,
        "--preloop.environment=development",
        "--preloop.url=",
        "--preloop.secret-key=one key for all nodes, and long enough",
        "--preloop.database-url=postgresql://%s:%s@127.0.0.1:%d%s"
            .formatted(database.user(), database.password(), databasePort, name),
        "--preloop.temporal-address=" + TestTemporal.start().target(),
        "--server.address=127.0.0.1",
        "--server.port=" + port);
  }

  /** The class of the agent is on the class path; the archive only names it. */
  private Path agent() throws IOException {
    Manifest manifest = new Manifest();
    Attributes named = manifest.getMainAttributes();
    named.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    named.putValue("Premain-Class", MovedClock.class.getName());
    named.putValue("Can-Retransform-Classes", "true");
    Path archive = home.resolve("moved-clock.jar");
    new JarOutputStream(Files.newOutputStream(archive), manifest).close();
    return archive.toAbsolutePath();
  }
}
