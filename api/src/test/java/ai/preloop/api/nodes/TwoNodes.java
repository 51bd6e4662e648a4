package ai.preloop.api.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.embedded.TestDatabase;
import ai.preloop.activities.upstream.FixtureMcpServer;
import ai.preloop.api.end2end.Agent;
import ai.preloop.api.end2end.Approver;
import ai.preloop.api.end2end.HeldStreamReader;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

/**
 * Two nodes, started at the same moment on an empty database, and a server with a tool whose calls
 * are held: one pair for all tests of a JVM.
 */
final class TwoNodes {

  private static final String POLICY =
      """
      version: "1.0"
      metadata:
        name: nodes
      approval_workflows:
        - name: people
          timeout_seconds: 600
      tools:
        - name: transfer
          source: bank
          approval_workflow: people
          otherwise: require_approval
        - name: balance
          source: bank
          otherwise: allow
      """;

  private final TestDatabase database = TestDatabase.fresh();
  private final int databasePort =
      URI.create(database.jdbcUrl().substring("jdbc:".length())).getPort();
  private final Gate gate = new Gate(databasePort);
  private final Node one = new Node(database, databasePort);
  private final Node other = new Node(database, gate.port());
  private final FixtureMcpServer bank = FixtureMcpServer.start();
  private final Approver owner;

  private TwoNodes() {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(one, other)));
    one.awaitReady();
    other.awaitReady();
    owner = one.owner();
    bank.removeTool("echo");
    bank.removeTool("pay");
    bank.tool("transfer", "{}", arguments -> FixtureMcpServer.text("transferred"));
    bank.tool("balance", "{}", arguments -> FixtureMcpServer.text("plenty"));
    register("bank", bank);
    upload(POLICY);
  }

  static TwoNodes shared() {
    return Running.NODES;
  }

  Node one() {
    return one;
  }

  /** The one behind the gate. */
  Node other() {
    return other;
  }

  Gate gate() {
    return gate;
  }

  /** Signed in at the first node. */
  Approver owner() {
    return owner;
  }

  /** An agent with a key and a session that the first node gave out. */
  Agent agent() {
    return Agent.connect(one.http(), key("").path("key").asString());
  }

  /** The same agent, who comes to another node from now on. */
  static Agent at(Node node, Agent agent) {
    return new Agent(node.http(), agent.key(), agent.session(), agent.ids());
  }

  static Approver at(Node node, Approver person) {
    return new Approver(node.http(), person.token());
  }

  /** A new key for calls; {@code more} are further members of the request. */
  JsonNode key(String more) {
    String body =
        "{\"name\":\"%s\",\"scopes\":[\"mcp:call\"]%s}".formatted(UUID.randomUUID(), more);
    return one.http().post("/api/v1/auth/api-keys", owner.token(), body).expect(201);
  }

  /** A call that is held; what it says of itself tells it from all others. */
  static HeldStreamReader hold(Agent agent, int id, String to, String meta) throws Exception {
    return HeldStreamReader.call(
        agent,
        Integer.toString(id),
        "{\"name\":\"transfer\",\"arguments\":{\"to\":\"%s\"},\"_meta\":{\"progressToken\":%d%s}}"
            .formatted(to, id, meta));
  }

  /** The one request that waits for a decision about such a call. */
  String pending(String to) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                requests(to).stream()
                    .filter(request -> request.path("status").asString().equals("pending"))
                    .map(request -> request.path("id").asString())
                    .findFirst()
                    .orElse(""),
            id -> !id.isEmpty());
  }

  /** All requests about such a call, as any node shows them. */
  List<JsonNode> requests(String to) {
    return other
        .http()
        .get("/api/v1/approval-requests?limit=100", owner.token())
        .expect(200)
        .path("items")
        .valueStream()
        .filter(request -> request.at("/arguments/to").asString("").equals(to))
        .toList();
  }

  /** How often such a call arrived at the server. */
  long sent(String to) {
    return bank.calls().stream().filter(call -> call.contains("\"" + to + "\"")).count();
  }

  /** Makes a server known at the first node; what comes back is its id. */
  String register(String name, FixtureMcpServer server) {
    String body = "{\"name\":\"%s\",\"url\":\"%s\"}".formatted(name, server.url());
    String id =
        one.http()
            .post("/api/v1/mcp-servers", owner.token(), body)
            .expect(201)
            .path("id")
            .asString();
    scan(id);
    return id;
  }

  /** Has it be reached at the place of another one. */
  void move(String id, String name, FixtureMcpServer to) {
    one.http()
        .send(
            "PUT",
            "/api/v1/mcp-servers/" + id,
            owner.token(),
            "{\"name\":\"%s\",\"url\":\"%s\"}".formatted(name, to.url()),
            Map.of("Content-Type", "application/json"))
        .expect(200);
    scan(id);
  }

  /** Removes whatever has this path at the first node. */
  void delete(String path) {
    int status = one.http().send("DELETE", path, owner.token(), "", Map.of()).status();
    assertThat(status).as(path).isBetween(200, 204);
  }

  private void scan(String server) {
    one.http().post("/api/v1/mcp-servers/" + server + "/scan", owner.token(), "{}").expect(200);
  }

  void upload(String policy) {
    one.http()
        .send(
            "POST",
            "/api/v1/policies/upload",
            owner.token(),
            policy,
            Map.of("Content-Type", "application/yaml"))
        .expect(200);
  }

  Ear ear() throws SQLException {
    return new Ear(database);
  }

  /** Whoever owns the tables, and sees none of their rows. */
  JdbcClient owningTables() {
    return sql("");
  }

  /** The product's role that sees all accounts. */
  JdbcClient seeingAll() {
    return sql("&options=-c%20role=preloop_system");
  }

  private JdbcClient sql(String more) {
    return JdbcClient.create(
        new DriverManagerDataSource(
            database.jdbcUrl() + more, database.user(), database.password()));
  }

  static String text(JsonNode answer) {
    return answer.at("/result/content/0/text").asString();
  }

  /** The rest ends with this process. */
  private static void stop(Node... nodes) {
    Stream.of(nodes).forEach(Node::close);
  }

  private static final class Running {

    static final TwoNodes NODES = new TwoNodes();
  }
}
