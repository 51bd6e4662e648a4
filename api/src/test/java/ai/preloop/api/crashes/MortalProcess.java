package ai.preloop.api.crashes;

import ai.preloop.activities.embedded.TestDatabase;
import ai.preloop.activities.embedded.TestHome;
import ai.preloop.activities.embedded.TestPorts;
import ai.preloop.api.end2end.Http;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A node in a process of its own, over a database and a Temporal that outlive it. */
final class MortalProcess implements AutoCloseable {

  private static final String PASSWORD = "correct horse battery";

  static final String GO_ON = "go on";

  private final Path home = TestHome.create();
  private final TestDatabase database;
  private final String temporal;
  private final int port = TestPorts.free();
  private final Http http = new Http(URI.create("http://127.0.0.1:" + port));
  private Process process;

  MortalProcess(TestDatabase database, String temporal) {
    this.database = database;
    this.temporal = temporal;
    this.process = start();
  }

  Http http() {
    return http;
  }

  String agentKey() {
    return credentials().path("agent_key").asString();
  }

  String owner() {
    return http.post(
            "/api/v1/auth/token/json",
            "",
            "{\"username\":\"owner\",\"password\":\"%s\"}".formatted(PASSWORD))
        .expect(200)
        .path("access_token")
        .asString();
  }

  /** Has the next thread that comes to this moment stop there, until it is let go. */
  void hold(Moment moment) {
    try {
      Files.deleteIfExists(CrashPoint.sign(home, moment));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    say(moment.name());
  }

  boolean isAt(Moment moment) {
    return Files.exists(CrashPoint.sign(home, moment));
  }

  /** Lets all go on that is held. */
  void goOn() {
    say(GO_ON);
  }

  void kill() {
    process.destroyForcibly().onExit().join();
  }

  void startAgain() {
    process = start();
  }

  /** Another one after each start. */
  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    kill();
    TestHome.delete(home);
  }

  private Process start() {
    try {
      Process started =
          new ProcessBuilder(command())
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(new File("target", "mortal-" + port + ".log")))
              .start();
      Awaitility.await()
          .atMost(Transfer.PATIENCE)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> isReady() || !started.isAlive());
      if (!started.isAlive()) {
        throw new IllegalStateException("It did not start; see target/mortal-" + port + ".log");
      }
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void say(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isReady() {
    try {
      return http.get("/health/ready", "").status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private List<String> command() {
    String host = database.jdbcUrl().substring("jdbc:postgresql://".length());
    return List.of(
        ProcessHandle.current().info().command().orElseThrow(),
        "-Xmx256m",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "-Dcrashes.signs=" + home,
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        MortalPreloop.class.getName(),
        "--preloop.home=" + home,
        "--preloop.owner-password=" + PASSWORD,
        "--preloop.environment=development",
        "--preloop.url=",
        "--preloop.secret-key=a key for both of its lives, long enough",
        "--preloop.database-url=postgresql://%s:%s@%s"
            .formatted(database.user(), database.password(), host),
        "--preloop.temporal-address=" + temporal,
        "--server.address=127.0.0.1",
        "--server.port=" + port);
  }

  /** Written by the first start, once it serves. */
  private JsonNode credentials() {
    File file = home.resolve("credentials.json").toFile();
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(file::exists);
    return JsonMapper.shared().readTree(file);
  }
}
