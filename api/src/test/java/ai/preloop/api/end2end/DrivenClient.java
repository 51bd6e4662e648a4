package ai.preloop.api.end2end;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client in a process of its own, which does what lines tell it to and tells what came of it. */
class DrivenClient implements AutoCloseable {

  private static final int PATIENCE = 60;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Process process;
  private final BufferedWriter commands;
  private final Map<Integer, Call> calls = new ConcurrentHashMap<>();
  private final AtomicInteger ids = new AtomicInteger();

  DrivenClient(Process process) {
    this.process = process;
    this.commands = process.outputWriter(UTF_8);
    Thread.ofPlatform().daemon().name("driven-client").start(this::listen);
  }

  List<JsonNode> tools() {
    return List.copyOf(send("listTools", Map.of()).result().path("tools").values());
  }

  /** The log messages that it heard so far, and the other notices. */
  JsonNode heard() {
    return send("heard", Map.of()).result();
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

  Call send(String command, Map<String, ?> members) {
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
