package ai.preloop.api.outages;

import ai.preloop.activities.embedded.EmbeddedLog;
import ai.preloop.activities.embedded.EmbeddedServer;
import ai.preloop.activities.embedded.EmbeddedServers;
import ai.preloop.activities.embedded.EmbeddedSettings;
import ai.preloop.activities.embedded.PostgresAddress;
import ai.preloop.activities.embedded.TestHome;
import ai.preloop.activities.embedded.TestPorts;
import ai.preloop.api.PreloopApplication;
import ai.preloop.api.end2end.Http;
import java.net.URI;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole product with servers of its own, to which gates are the only way. */
final class GatedPreloop implements AutoCloseable {

  private static final String PASSWORD = "correct horse battery";

  private final Path home = TestHome.create();
  private final Path postgresHome = TestHome.create();
  private final Path temporalHome = TestHome.create();
  private final Optional<SmallDisk> postgresDisk = SmallDisk.forServersOf(postgresHome, 160);
  private final Optional<SmallDisk> temporalDisk = SmallDisk.forServersOf(temporalHome, 24);
  private final EmbeddedServers postgresServer = server(postgresHome, EmbeddedServer.POSTGRESQL);
  private final EmbeddedServers temporalServer = server(temporalHome, EmbeddedServer.TEMPORAL);
  private final PostgresAddress postgres = postgresServer.postgres().orElseThrow();
  private final Gate database =
      Gate.to(URI.create(postgres.jdbcUrl().substring("jdbc:".length())).getPort());
  private final Gate temporal =
      Gate.to(URI.create("tcp://" + temporalServer.temporal().orElseThrow().target()).getPort());
  private final int port = TestPorts.free();
  private final Http http = new Http(URI.create("http://127.0.0.1:" + port));
  private final ConfigurableApplicationContext context = run();

  private static EmbeddedServers server(Path home, EmbeddedServer server) {
    return EmbeddedServers.start(
        EmbeddedSettings.of(home, Set.of(server), EmbeddedLog.into(line -> {})));
  }

  /** Whether the servers have disks that a test may fill. */
  boolean hasSmallDisks() {
    return postgresDisk.isPresent() && temporalDisk.isPresent();
  }

  SmallDisk databaseDisk() {
    return postgresDisk.orElseThrow();
  }

  SmallDisk temporalDisk() {
    return temporalDisk.orElseThrow();
  }

  private ConfigurableApplicationContext run() {
    return SpringApplication.run(
        PreloopApplication.class,
        "--preloop.home=" + home,
        "--preloop.owner-password=" + PASSWORD,
        "--preloop.environment=development",
        "--preloop.url=",
        "--preloop.secret-key=a key that is long enough for a test",
        "--preloop.database-url=postgresql://%s:%s@127.0.0.1:%d/preloop?sslmode=disable"
            .formatted(postgres.user(), postgres.password(), database.port()),
        "--preloop.temporal-address=127.0.0.1:" + temporal.port(),
        "--server.address=127.0.0.1",
        "--server.port=" + port);
  }

  Gate database() {
    return database;
  }

  Gate temporal() {
    return temporal;
  }

  Http http() {
    return http;
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** A new token of the owner, who may do everything. */
  String owner() {
    return signIn().expect(200).path("access_token").asString();
  }

  Http.Reply signIn() {
    return http.post(
        "/api/v1/auth/token/json",
        "",
        "{\"username\":\"owner\",\"password\":\"%s\"}".formatted(PASSWORD));
  }

  String agentKey() {
    return credentials().path("agent_key").asString();
  }

  /** Whether the lock of the reconciler is held by a session that was heard of lately. */
  boolean hasLeader() {
    return JdbcClient.create(
            new DriverManagerDataSource(postgres.jdbcUrl(), postgres.user(), postgres.password()))
        .sql(
            """
            select exists (
              select from pg_locks l join pg_stat_activity a on a.pid = l.pid
              where l.locktype = 'advisory' and l.classid::bigint = 7369317 and l.granted
                and a.state_change > clock_timestamp() - interval '6 seconds')
            """)
        .query(Boolean.class)
        .single();
  }

  /** A change by another node, which has a way of its own to the database. */
  void elsewhere(String statement) {
    try (var connection =
            DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
        var sql = connection.createStatement()) {
      sql.execute("set role preloop_system");
      sql.execute(
          "select set_config('app.account', account_id::text, false) from account_revisions");
      sql.execute("set role preloop_app");
      sql.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    database.open();
    temporal.open();
    context.close();
    database.close();
    temporal.close();
    temporalServer.close();
    postgresServer.close();
    temporalDisk.ifPresent(SmallDisk::close);
    postgresDisk.ifPresent(SmallDisk::close);
    List.of(home, postgresHome, temporalHome).forEach(TestHome::delete);
  }

  private JsonNode credentials() {
    return JsonMapper.shared().readTree(home.resolve("credentials.json").toFile());
  }
}
