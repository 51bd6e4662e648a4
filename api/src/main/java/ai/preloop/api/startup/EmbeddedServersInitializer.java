package ai.preloop.api.startup;

import ai.preloop.activities.embedded.EmbeddedLog;
import ai.preloop.activities.embedded.EmbeddedServer;
import ai.preloop.activities.embedded.EmbeddedServers;
import ai.preloop.activities.embedded.EmbeddedSettings;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.web.context.WebApplicationContext;

/**
 * Starts the servers that nobody else provides, before anything wants them. They are registered as
 * the first thing to be destroyed last.
 */
public final class EmbeddedServersInitializer
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServersInitializer.class);

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    ConfigurableEnvironment environment = context.getEnvironment();
    Preflight preflight = new Preflight(environment);
    PreloopProperties settings = preflight.settings();
    if (context instanceof WebApplicationContext) {
      preflight.listening(settings);
    }
    Map<String, Object> found = new HashMap<>();
    Set<EmbeddedServer> needed = EnumSet.noneOf(EmbeddedServer.class);
    String database = environment.getProperty("preloop.database-url", "");
    if (database.isEmpty()) {
      needed.add(EmbeddedServer.POSTGRESQL);
    } else {
      DatabaseUrl url = DatabaseUrl.parse(database);
      put(found, url.jdbcUrl(), url.user(), url.password());
    }
    if (environment.getProperty("preloop.temporal-address", "").isEmpty()) {
      needed.add(EmbeddedServer.TEMPORAL);
    } else {
      found.put(
          "spring.temporal.connection.target",
          environment.getRequiredProperty("preloop.temporal-address"));
    }
    if (needed.isEmpty()) {
      ListeningPort.of(environment).requireFree();
    } else {
      start(context, needed, found);
    }
    environment.getPropertySources().addFirst(new MapPropertySource("preloop-servers", found));
  }

  private static void start(
      ConfigurableApplicationContext context,
      Set<EmbeddedServer> needed,
      Map<String, Object> found) {
    refuseInProduction(context.getEnvironment(), needed);
    Progress.say("Starting Preloop, with its own %s".formatted(named(needed)));
    Path home = Path.of(context.getEnvironment().getRequiredProperty("preloop.home"));
    EmbeddedServers servers =
        EmbeddedServers.start(
            EmbeddedSettings.of(home, needed, new Terminal())
                .provided(ListeningPort.of(context.getEnvironment())::requireFree));
    servers.postgres().ifPresent(p -> put(found, p.jdbcUrl(), p.user(), p.password()));
    servers
        .temporal()
        .ifPresent(temporal -> {
          found.put("spring.temporal.connection.target", temporal.target());
          found.put("preloop.temporal-ui", temporal.ui());
        });
    context.getBeanFactory().registerSingleton("embeddedServers", servers);
    ((DefaultListableBeanFactory) context.getBeanFactory())
        .registerDisposableBean("embeddedServers", servers::close);
  }

  private static void refuseInProduction(
      ConfigurableEnvironment environment, Set<EmbeddedServer> needed) {
    if (environment.getProperty("preloop.environment", "").equals("production")) {
      throw new ProblemException(
          ProblemType.UNAVAILABLE,
          "ENVIRONMENT=production does not run servers of its own; set %s."
              .formatted(
                  needed.size() == 2
                      ? "DATABASE_URL and TEMPORAL_ADDRESS"
                      : needed.contains(EmbeddedServer.POSTGRESQL)
                          ? "DATABASE_URL"
                          : "TEMPORAL_ADDRESS"));
    }
  }

  private static String named(Set<EmbeddedServer> servers) {
    return servers.stream().map(EmbeddedServer::title).collect(Collectors.joining(" and "));
  }

  private static void put(Map<String, Object> found, String url, String user, String password) {
    found.put("preloop.database.jdbc-url", url);
    found.put("preloop.database.user", user);
    found.put("preloop.database.password", password);
  }

  /** What servers print is for those who look for it; what happens to them is for everybody. */
  private static final class Terminal implements EmbeddedLog {

    @Override
    public void serves(EmbeddedServer server) {
      Progress.say(server.title() + " is up");
    }

    @Override
    public void tell(String sentence) {
      LOG.info("{}", sentence);
    }

    @Override
    public void print(String line) {
      LOG.debug("{}", line);
    }
  }
}
