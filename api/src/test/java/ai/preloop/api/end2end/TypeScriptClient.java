package ai.preloop.api.end2end;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The official TypeScript client with its own settings, in a process of its own. */
final class TypeScriptClient implements AutoCloseable {

  private static final int PATIENCE = 60;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Process process;
  private final BufferedWriter commands;
  private final Map<Integer, Call> calls = new ConcurrentHashMap<>();
  private final AtomicInteger ids = new AtomicInteger();
  private String session = "";
  private String version = "";

  private TypeScriptClient(Process process) {
    this.process = process;
    this.commands = process.outputWriter(UTF_8);
    Thread.ofPlatform().daemon().name("typescript").start(this::listen);
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

  List<JsonNode> tools() {
    return List.copyOf(send("listTools", Map.of()).result().path("tools").values());
  }

  /** Any request, as it is. */
  Call request(String method, String params) {
    return send("request", Map.of("method", method, "params", JSON.readTree(params)));
  }

  /** The log messages that it heard so far, and the other notices. */
  JsonNode heard() {
    return send("heard", Map.of()).result();
  }

  /** The pages that it was asked to show so far. */
  List<JsonNode> pages() {
    return List.copyOf(send("pages", Map.of()).result().values());
  }

  Call call(String tool, String arguments) {
    return call(tool, arguments, Map.of());
  }

  /** With options of the client for this request. */
  Call call(String tool, String arguments, Map<String, ?> options) {
    return send(
        "callTool",
        Map.of("name", tool, "arguments", JSON.readTree(arguments), "options", options));
  }

  private Call send(String command, Map<String, ?> members) {
    Call call = new Call(ids.incrementAndGet());
    calls.put(call.id, call);
    var line = JSON.createObjectNode().put("do", command).put("id", call.id);
    members.forEach((name, value) -> line.set(name, JSON.valueToTree(value)));
    try {
      commands.write(line + "\n");
      commands.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("The client is gone; see target/clients", e);
    }
    return call;
  }

  private void listen() {
    try (Scanner lines = new Scanner(process.getInputStream(), UTF_8)) {
      while (lines.hasNextLine()) {
        JsonNode event = JSON.readTree(lines.nextLine());
        calls.getOrDefault(event.path("id").asInt(), new Call(0)).hear(event);
      }
    }
  }

  @Override
  public void close() {
    process.destroy();
  }

  /** What was asked for, and what has come of it. */
  final class Call {

    private final int id;
    private final List<JsonNode> progress = new CopyOnWriteArrayList<>();
    private final CompletableFuture<JsonNode> end = new CompletableFuture<>();

    private Call(int id) {
      this.id = id;
    }

    private void hear(JsonNode event) {
      if (event.has("progress")) {
        progress.add(event.path("progress"));
      } else {
        end.complete(event);
      }
    }

    List<JsonNode> progress() {
      return progress;
    }

    boolean isOver() {
      return end.isDone();
    }

    JsonNode result() {
      JsonNode event = end();
      assertThat(event.has("result")).as(event.toString()).isTrue();
      return event.path("result");
    }

    /** What the client throws. */
    JsonNode error() {
      JsonNode event = end();
      assertThat(event.has("error")).as(event.toString()).isTrue();
      return event.path("error");
    }

    private JsonNode end() {
      return end.orTimeout(PATIENCE, SECONDS).join();
    }

    void abort(String reason) {
      send("abort", Map.of("call", id, "reason", reason)).result();
    }
  }
}
