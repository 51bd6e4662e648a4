package ai.preloop.api.end2end;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The official TypeScript client with its own settings, in a process of its own. */
final class TypeScriptClient extends DrivenClient {

  private static final JsonMapper JSON = JsonMapper.shared();

  private String session = "";
  private String version = "";

  private TypeScriptClient(Process process) {
    super(process);
  }

  /** Connected to the MCP endpoint at this address; an empty key sends none. */
  static TypeScriptClient connect(URI url, String key) {
    return connect("driver.mjs", url, key);
  }

  /** The client of revision 2026-07-28. */
  static TypeScriptClient connectStateless(URI url, String key) {
    return connect("stateless.mjs", url, key);
  }

  /** One that samples, elicits and has roots, with answers of its own. */
  static TypeScriptClient connectAble(URI url, String key) {
    TypeScriptClient client = started("driver.mjs");
    client.send("connect", Map.of("url", url.toString(), "key", key, "able", true)).result();
    return client;
  }

  /** The same, which also works on tasks for servers. */
  static TypeScriptClient connectWithTasks(URI url, String key) {
    TypeScriptClient client = started("driver.mjs");
    Map<String, Object> connect =
        Map.of("url", url.toString(), "key", key, "able", true, "tasks", true);
    client.send("connect", connect).result();
    return client;
  }

  /** One that is asked to show pages, and does this with each: accept, decline or cancel. */
  static TypeScriptClient connectShowing(URI url, String key, String action) {
    return connectShowing("driver.mjs", url, key, action);
  }

  /** The same of revision 2026-07-28. */
  static TypeScriptClient connectStatelessShowing(URI url, String key, String action) {
    return connectShowing("stateless.mjs", url, key, action);
  }

  private static TypeScriptClient connectShowing(
      String driver, URI url, String key, String action) {
    TypeScriptClient client = started(driver);
    client.send("connect", Map.of("url", url.toString(), "key", key, "shows", action)).result();
    return client;
  }

  private static TypeScriptClient connect(String driver, URI url, String key) {
    TypeScriptClient client = started(driver);
    client.connectAgain(url, key);
    return client;
  }

  private static TypeScriptClient started(String driver) {
    try {
      return new TypeScriptClient(NodeProject.TYPESCRIPT.node(driver).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As an application does that finds its session gone. */
  void connectAgain(URI url, String key) {
    JsonNode connected = send("connect", Map.of("url", url.toString(), "key", key)).result();
    session = connected.path("session").asString("");
    version = connected.path("version").asString("");
  }

  String session() {
    return session;
  }

  /** The revision that was agreed on, where the client says it. */
  String version() {
    return version;
  }

  /** Any request, as it is. */
  Call request(String method, String params) {
    return send("request", Map.of("method", method, "params", JSON.readTree(params)));
  }

  /** Calls a tool as a task, and tells of all that was heard of it, its end last. */
  List<JsonNode> stream(String tool, String arguments) {
    return List.copyOf(
        send("streamTool", Map.of("name", tool, "arguments", JSON.readTree(arguments)))
            .result()
            .path("seen")
            .values());
  }

  /** The pages that it was asked to show so far. */
  List<JsonNode> pages() {
    return List.copyOf(send("pages", Map.of()).result().values());
  }
}
