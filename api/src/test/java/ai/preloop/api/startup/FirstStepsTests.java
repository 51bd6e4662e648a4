package ai.preloop.api.startup;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.database.DatabaseSettings;
import ai.preloop.activities.identity.FirstStart;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.policies.ActivePolicies;
import ai.preloop.activities.policies.Uploads;
import ai.preloop.activities.servers.McpServer;
import ai.preloop.activities.servers.Scanning;
import ai.preloop.activities.servers.ServerSpec;
import ai.preloop.activities.servers.ServerSpec.Auth;
import ai.preloop.activities.servers.Servers;
import ai.preloop.api.demo.DemoLedger;
import ai.preloop.api.demo.DemoServlet;
import ai.preloop.api.edge.Edge;
import ai.preloop.api.security.HostRules;
import ai.preloop.workflows.identity.AccountId;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** What a new account finds, with the demo server really there. */
class FirstStepsTests {

  private static final int NOBODY_LISTENS = 9;

  private final AnnotationConfigApplicationContext below = Edge.ground();
  private final WebServer demo = demo();
  private final AccountId account =
      bean(FirstStart.class).run(Optional.of("correct horse battery"), shown -> {});

  @AfterEach
  void stop() {
    demo.stop();
    below.close();
  }

  @Test
  void areThereThoughEveryAddressIsListenedOn() {
    steps("0.0.0.0", demo.getPort()).prepare(account);

    assertThat(servers()).extracting(server -> server.finding().status()).containsExactly("active");
    assertThat(policyVersion()).isEqualTo(1);
  }

  @Test
  void goOnWhereAnEarlierStartEnded() {
    steps("127.0.0.1", NOBODY_LISTENS).prepare(account);
    assertThat(servers()).hasSize(1);
    assertThat(policyVersion()).isZero();

    steps("127.0.0.1", demo.getPort()).prepare(account);

    assertThat(servers())
        .singleElement()
        .satisfies(server -> {
          assertThat(server.finding().status()).isEqualTo("active");
          assertThat(server.uri()).hasPort(demo.getPort());
        });
    assertThat(policyVersion()).isEqualTo(1);
  }

  /** Somebody else's update came first: the row is not the one that was read any more. */
  @Test
  void areLeftToTheNodeThatTakesThemAtTheSameTime() throws SQLException {
    steps("127.0.0.1", NOBODY_LISTENS).prepare(account);
    asOwner(
        """
        create function update_nothing() returns trigger language plpgsql as
          $$ begin return null; end $$;
        create trigger loses before update on mcp_servers
          for each row execute function update_nothing()
        """);

    steps("127.0.0.1", demo.getPort()).prepare(account);

    assertThat(servers())
        .singleElement()
        .extracting(server -> server.uri().getPort())
        .isEqualTo(NOBODY_LISTENS);
    assertThat(policyVersion()).isZero();
  }

  private void asOwner(String sql) throws SQLException {
    DatabaseSettings settings = bean(DatabaseSettings.class);
    try (Connection connection =
            DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void leaveAnAccountAloneThatHasAServerOfItsOwn() {
    bean(Servers.class)
        .create(
            product(),
            new ServerSpec("mine", "http://127.0.0.1:9/mcp", "streamable-http", false, Auth.NONE));

    steps("127.0.0.1", demo.getPort()).prepare(account);

    assertThat(servers()).extracting(McpServer::name).containsExactly("mine");
    assertThat(policyVersion()).isZero();
  }

  private FirstSteps steps(String host, int port) {
    return new FirstSteps(
        bean(Servers.class),
        bean(Scanning.class),
        bean(Uploads.class),
        bean(ActivePolicies.class),
        new Listener(host, port, SettingsFixtures.of(Path.of("home"), "development")));
  }

  private List<McpServer> servers() {
    return bean(Servers.class).list(product());
  }

  private long policyVersion() {
    return bean(ActivePolicies.class).require(account).compiled().version();
  }

  private Principal product() {
    return Principal.ofProduct(account);
  }

  private <T> T bean(Class<T> type) {
    return below.getBean(type);
  }

  private static WebServer demo() {
    HostRules hosts = new HostRules(URI.create("http://127.0.0.1"), "127.0.0.1");
    WebServer server =
        new TomcatServletWebServerFactory(0)
            .getWebServer(context ->
                context
                    .addServlet("demo", new DemoServlet(new DemoLedger(), hosts))
                    .addMapping("/demo/mcp"));
    server.start();
    return server;
  }
}
