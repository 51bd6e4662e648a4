package ai.preloop.activities.upstream;

import ai.preloop.activities.json.JsonSlice;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A request that a server makes of its client, answered once; any answer after it is nothing. */
public final class ServerRequest {

  private static final JsonSlice NOT_OFFERED =
      slice("{\"code\":-32601,\"message\":\"Method not found\"}");

  /** What is said more often is left out, so that it takes no room from answers. */
  private static final long BETWEEN_WORDS = Duration.ofSeconds(1).toNanos();

  private final String method;
  private final JsonSlice id;
  private final JsonSlice message;
  private final Consumer<byte[]> send;
  private final AtomicBoolean answered;
  private final AtomicLong told;

  ServerRequest(String method, JsonSlice id, JsonSlice message, Consumer<byte[]> send) {
    this.method = method;
    this.id = id;
    this.message = message;
    this.send = send;
    this.answered = new AtomicBoolean();
    this.told = new AtomicLong(System.nanoTime() - BETWEEN_WORDS);
  }

  private ServerRequest(ServerRequest same, JsonSlice message) {
    this.method = same.method;
    this.id = Objects.requireNonNullElse(message.member("id"), same.id);
    this.message = message;
    this.send = same.send;
    this.answered = same.answered;
    this.told = same.told;
  }

  /** The same request in other words, of which one is answered or the other. */
  public ServerRequest worded(JsonSlice other) {
    return new ServerRequest(this, other);
  }

  public String method() {
    return method;
  }

  /** The id as its server wrote it. */
  public JsonSlice id() {
    return id;
  }

  /** The whole message, as it came. */
  public JsonSlice message() {
    return message;
  }

  /** The client's result, as it is. */
  public void result(JsonSlice result) {
    answer("result", result);
  }

  /** The client's error, as it is. */
  public void error(JsonSlice error) {
    answer("error", error);
  }

  /** Nothing of the kind is offered to this server. */
  public void refuse() {
    error(NOT_OFFERED);
  }

  /** Says something before the answer, at most once a second, and nobody waits for it. */
  public void tell(byte[] notification) {
    long now = System.nanoTime();
    long before = told.get();
    if (!answered.get() && now - before >= BETWEEN_WORDS && told.compareAndSet(before, now)) {
      Thread.ofVirtual().name("telling upstream").start(() -> send.accept(notification));
    }
  }

  private void answer(String member, JsonSlice value) {
    if (answered.compareAndSet(false, true)) {
      String body = "{\"jsonrpc\":\"2.0\",\"id\":%s,\"%s\":%s}".formatted(id, member, value);
      send.accept(body.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static JsonSlice slice(String json) {
    return JsonSlice.of(json.getBytes(StandardCharsets.UTF_8));
  }
}
