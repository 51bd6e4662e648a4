package ai.preloop.activities.embedded;

import static ai.preloop.activities.embedded.EmbeddedServer.POSTGRESQL;
import static ai.preloop.activities.embedded.EmbeddedServer.TEMPORAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.preloop.policies.problems.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddedServersTests {

  private final Path home = TestHome.create();
  private final Queue<String> log = new ConcurrentLinkedQueue<>();

  @AfterEach
  void removeHome() {
    TestHome.delete(home);
  }

  @Test
  void keepDataAndAddressesOverARestart() throws SQLException {
    PostgresAddress postgres;
    TemporalAddress temporal;
    try (var servers = start(POSTGRESQL, TEMPORAL)) {
      postgres = servers.postgres().orElseThrow();
      temporal = servers.temporal().orElseThrow();
      execute(postgres, "CREATE TABLE kept AS SELECT 1 AS one");
    }
    try (var servers = start(POSTGRESQL, TEMPORAL)) {
      assertThat(servers.postgres()).contains(postgres);
      assertThat(servers.temporal()).contains(temporal);
      execute(postgres, "INSERT INTO kept VALUES (2)");
    }
  }

  @Test
  void stopWithNothingLeftBehind() {
    List<ProcessHandle> processes;
    try (var servers = start(POSTGRESQL, TEMPORAL)) {
      processes = List.of(process(servers, POSTGRESQL), process(servers, TEMPORAL));
      assertThat(processes).allMatch(ProcessHandle::isAlive);
    }
    assertThat(processes).noneMatch(ProcessHandle::isAlive);
    assertThat(home.resolve("servers/postgres/postmaster.pid")).doesNotExist();
  }

  @Test
  void refuseASecondProductInTheSameFolder() {
    try (var servers = start(POSTGRESQL)) {
      assertThatThrownBy(() -> start(POSTGRESQL))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("already runs in " + home)
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      assertThat(process(servers, POSTGRESQL).isAlive()).isTrue();
    }
  }

  @Test
  void areStartedAgainWhenTheyAreKilled() {
    try (var servers = start(POSTGRESQL, TEMPORAL)) {
      for (EmbeddedServer server : EmbeddedServer.values()) {
        long killed = servers.pid(server);
        process(servers, server).destroyForcibly();
        await().atMost(Duration.ofSeconds(60)).until(() -> servers.pid(server) != killed);
      }
      var postgres = servers.postgres().orElseThrow();
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptionsInstanceOf(SQLException.class)
          .untilAsserted(() -> execute(postgres, "SELECT 1"));
      int port = URI.create("grpc://" + servers.temporal().orElseThrow().target()).getPort();
      await().atMost(Duration.ofSeconds(60)).until(() -> Ports.answers(port));
      assertThat(log).anyMatch(line -> line.startsWith("PostgreSQL ended (137"));
    }
  }

  @Test
  void recoverWhatAKilledProductLeft() throws Exception {
    ProcessHandle orphan;
    try (var servers = start(POSTGRESQL)) {
      execute(servers.postgres().orElseThrow(), "CREATE TABLE kept AS SELECT 1 AS one");
    }
    var folder = ServerHome.open(home);
    var launcher = new Launcher(folder.user(), folder.ownFolder("work"));
    var program = EmbeddedPostgres.prepare(folder, launcher);
    orphan = launcher.start(program.command()).toHandle();
    await().atMost(Duration.ofSeconds(60)).until(program::isReady);
    try (var servers = start(POSTGRESQL)) {
      execute(servers.postgres().orElseThrow(), "INSERT INTO kept VALUES (2)");
      // It is a child of this process, which collects it a moment after its end.
      await().until(() -> !orphan.isAlive());
    }
  }

  @Test
  void dieWithTheProduct() throws Exception {
    Process product =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                OtherProduct.class.getName(),
                home.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var output = product.inputReader()) {
      String pids =
          output.lines().filter(line -> line.startsWith("pids")).findFirst().orElseThrow();
      List<Long> servers =
          Pattern.compile(" ").splitAsStream(pids).skip(1).map(Long::valueOf).toList();
      assertThat(servers).hasSize(2).allMatch(pid -> ProcessHandle.of(pid).isPresent());
      product.destroyForcibly().waitFor();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> servers.stream().noneMatch(pid -> ProcessHandle.of(pid).isPresent()));
    } finally {
      product.destroyForcibly();
    }
  }

  @Test
  void sayWhenAPortIsTaken() throws IOException {
    try (var other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      Files.writeString(home.resolve("postgres.properties"), "port=" + other.getLocalPort());
      assertThatThrownBy(() -> start(POSTGRESQL))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining(
              "Port %d, which PostgreSQL listens on, is in use", other.getLocalPort());
    }
  }

  @Test
  void sayWhenThePasswordIsWrong() throws IOException {
    start(POSTGRESQL).close();
    Path kept = home.resolve("postgres.properties");
    Files.writeString(
        kept, Files.readString(kept).replaceAll("(?m)^password=.*", "password=other"));
    assertThatThrownBy(() -> start(POSTGRESQL))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith("PostgreSQL refuses the password in " + kept);
  }

  @Test
  void sayWhenThePasswordIsLost() throws IOException {
    start(POSTGRESQL).close();
    Files.delete(home.resolve("postgres.properties"));
    assertThatThrownBy(() -> start(POSTGRESQL))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("put the file back");
  }

  @Test
  void sayWhyAServerDoesNotComeUp() throws IOException {
    start(POSTGRESQL).close();
    Path settings = home.resolve("servers/postgres/postgresql.auto.conf");
    Files.writeString(settings, "no_such_setting = 1\n");
    assertThatThrownBy(() -> start(POSTGRESQL, TEMPORAL))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith("PostgreSQL did not come up: ");
    assertThat(log).anyMatch(line -> line.contains("no_such_setting"));
    start(TEMPORAL).close();
  }

  @Test
  void letNobodyElseRead() throws IOException {
    start(POSTGRESQL, TEMPORAL).close();
    var others = EnumSet.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.GROUP_READ);
    try (var paths = Files.walk(home)) {
      assertThat(paths.filter(path -> !Files.isSymbolicLink(path)))
          .allSatisfy(path ->
              assertThat(Files.getPosixFilePermissions(path)).doesNotContainAnyElementsOf(others));
    }
  }

  private EmbeddedServers start(EmbeddedServer... servers) {
    return EmbeddedServers.start(
        EmbeddedSettings.of(home, Set.of(servers), EmbeddedLog.into(log::add)));
  }

  private static ProcessHandle process(EmbeddedServers servers, EmbeddedServer server) {
    return ProcessHandle.of(servers.pid(server)).orElseThrow();
  }

  private static void execute(PostgresAddress address, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** A product in a process of its own, for a test to kill. */
  static final class OtherProduct {

    private OtherProduct() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) {
      var settings =
          EmbeddedSettings.of(
              Path.of(arguments[0]),
              EnumSet.allOf(EmbeddedServer.class),
              EmbeddedLog.into(line -> {}));
      var servers = EmbeddedServers.start(settings);
      System.out.println("pids " + servers.pid(POSTGRESQL) + " " + servers.pid(TEMPORAL));
      LockSupport.park();
    }
  }
}
