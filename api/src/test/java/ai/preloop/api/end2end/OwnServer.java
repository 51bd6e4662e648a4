package ai.preloop.api.end2end;

import static org.awaitility.Awaitility.await;

import ai.preloop.activities.upstream.FixtureMcpServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * A server of a test beside a policy document, an agent's key and a name that are its own: {@code
 * NAME} stands for the name in what it is given. The document goes with it.
 */
final class OwnServer implements AutoCloseable {

  private static final String SERVERS = "/api/v1/mcp-servers";

  private final FixtureMcpServer server = FixtureMcpServer.start();
  private final RunningPreloop preloop;
  private final Approver owner;
  private final String name = "own_" + UUID.randomUUID().toString().substring(0, 8);
  private final String key;
  private String at = "";

  OwnServer(RunningPreloop preloop) {
    this.preloop = preloop;
    this.owner = new Approver(preloop.http(), preloop.owner());
    this.key = minted();
    server.removeTool("echo");
    server.removeTool("pay");
  }

  String name() {
    return name;
  }

  /** The key of its own, which may call and no more. */
  String key() {
    return key;
  }

  /** What it does for agents: nothing, until a test says otherwise. */
  FixtureMcpServer server() {
    return server;
  }

  Approver owner() {
    return owner;
  }

  /** A new session with the one key, which has the name. */
  Agent agent() {
    return Agent.connect(preloop.http(), key);
  }

  /** Defines a tool of the name, with more members of its definition; it answers nothing much. */
  OwnServer define(String more) {
    return define("NAME", more);
  }

  OwnServer define(String tool, String more) {
    server.define(
        named(tool),
        named("{\"name\":\"" + tool + "\",\"description\":\"A fixture.\"," + more + "}"));
    return this;
  }

  /** Registers it, with more members of the request, and scans it. */
  OwnServer register(String more) {
    String body = "{\"name\":\"%s\",\"url\":\"%s\"%s}".formatted(name, server.url(), more);
    JsonNode made = preloop.http().post(SERVERS, owner.token(), body).expect(201);
    at = SERVERS + "/" + made.path("id").asString();
    scan();
    return this;
  }

  void scan() {
    preloop.http().post(at + "/scan", owner.token(), "{}").expect(200);
  }

  /** Puts a document in force, of which this is what follows the owner's name. */
  OwnServer upload(String rest) {
    uploadAs(name, rest);
    return this;
  }

  /** As the document of another owner. */
  void uploadAs(String policyName, String rest) {
    String policy = "version: \"1.0\"\nmetadata: { name: %s }\n%s".formatted(policyName, rest);
    preloop
        .http()
        .send(
            "POST",
            "/api/v1/policies/upload",
            owner.token(),
            named(policy),
            Map.of("Content-Type", "application/yaml"))
        .expect(200);
  }

  /** The requests about calls of its key that wait for a decision. */
  List<JsonNode> pending() {
    return preloop
        .http()
        .get("/api/v1/approval-requests?status=pending&limit=100", owner.token())
        .expect(200)
        .path("items")
        .valueStream()
        .filter(request -> request.path("requested_by").asString().equals(name))
        .toList();
  }

  /** A request as its owner sees it, once it is so. */
  JsonNode until(String approval, Predicate<JsonNode> so) {
    return await().atMost(Duration.ofSeconds(20)).until(() -> owner.show(approval), so);
  }

  private String minted() {
    String body = "{\"name\":\"%s\",\"scopes\":[\"mcp:call\"]}".formatted(name);
    return preloop
        .http()
        .post("/api/v1/auth/api-keys", owner.token(), body)
        .expect(201)
        .path("key")
        .asString();
  }

  private String named(String text) {
    return text.replace("NAME", name);
  }

  @Override
  public void close() {
    upload("");
    server.close();
  }

  /** The same, where other tests would come to it. */
  void remove() {
    close();
    preloop.http().send("DELETE", at, owner.token(), "", Map.of()).expect(204);
  }
}
