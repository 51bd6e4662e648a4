package ai.preloop.api.end2end;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.embedded.TestHome;
import ai.preloop.activities.embedded.TestPorts;
import ai.preloop.api.PreloopApplication;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The product with servers of its own in a new home: one for all tests of a JVM. */
final class RunningPreloop {

  private static final String PASSWORD = "correct horse battery";

  /** A third of the life of a token, so that a test can go on with what it was given. */
  private static final Duration OWNER_STAYS = Duration.ofMinutes(5);

  private final Path home = TestHome.create();
  private final int port = TestPorts.free();
  private final Http http = new Http(URI.create("http://127.0.0.1:" + port));
  private final List<String> settings;
  private ConfigurableApplicationContext context;
  private String owner = "";
  private long signedIn;

  private RunningPreloop(List<String> settings) {
    this.settings = settings;
    this.context = run();
  }

  /** One with settings of its own, which its caller stops. */
  static RunningPreloop with(String... settings) {
    return new RunningPreloop(List.of(settings));
  }

  /** Starts it at the first call; the same one is given to every caller. */
  static RunningPreloop shared() {
    return Running.PRELOOP;
  }

  Http http() {
    return http;
  }

  String agentKey() {
    return credentials().path("agent_key").asString();
  }

  String readKey() {
    return credentials().path("read_key").asString();
  }

  /**
   * A token of the owner, who may do everything; many get the same one, for a sign-in costs time.
   */
  synchronized String owner() {
    if (owner.isEmpty() || System.nanoTime() - signedIn > OWNER_STAYS.toNanos()) {
      owner = token("");
      signedIn = System.nanoTime();
    }
    return owner;
  }

  /** A new token of a new person of the owner's account, who is none of its owners. */
  String member(String name) {
    Database database = bean(Database.class);
    AccountId account =
        new AccountId(
            database.asSystem(jdbc ->
                jdbc.sql("select id from accounts where name = 'default'")
                    .query(UUID.class)
                    .single()));
    database.doInAccount(
        account,
        jdbc ->
            jdbc.sql(
                    """
                    insert into users (id, account_id, username, role, password_hash)
                    select ?, account_id, ?, 'member', password_hash from users
                    where account_id = ? and username = 'owner'
                    """)
                .params(Ids.next(), name, account.value())
                .update());
    return token(name, "");
  }

  /** A new token of the owner with no more than this scope; an empty one narrows nothing. */
  String token(String scope) {
    return token("owner", scope);
  }

  private String token(String name, String scope) {
    String body =
        """
        {"username":"%s","password":"%s"%s}\
        """
            .formatted(name, PASSWORD, scope.isEmpty() ? "" : ",\"scope\":\"" + scope + "\"");
    Http.Reply signedIn = http.post("/api/v1/auth/token/json", "", body);
    return signedIn.expect(200).path("access_token").asString();
  }

  /** An agent with a session of its own. */
  Agent agent() {
    return Agent.connect(http, agentKey());
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  ConfigurableApplicationContext context() {
    return context;
  }

  /** Stops everything, the servers too, and starts it again over what is kept. */
  void restart() {
    context.close();
    context = run();
  }

  private ConfigurableApplicationContext run() {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--preloop.home=" + home,
                "--preloop.owner-password=" + PASSWORD,
                "--preloop.environment=development",
                "--preloop.url=",
                "--preloop.database-url=",
                "--preloop.temporal-address=",
                "--server.address=127.0.0.1",
                "--server.port=" + port));
    arguments.addAll(settings);
    return SpringApplication.run(PreloopApplication.class, arguments.toArray(String[]::new));
  }

  void stop() {
    context.close();
    TestHome.delete(home);
  }

  private JsonNode credentials() {
    return JsonMapper.shared().readTree(home.resolve("credentials.json").toFile());
  }

  private static final class Running {

    static final RunningPreloop PRELOOP = started();

    /** Spring's own hook may close the context first; closing it again waits and does no more. */
    private static RunningPreloop started() {
      RunningPreloop preloop = new RunningPreloop(List.of());
      Runtime.getRuntime().addShutdownHook(new Thread(preloop::stop));
      return preloop;
    }
  }
}
