package ai.preloop.activities.upstream;

import ai.preloop.activities.json.JsonSlice;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request that a server makes of its client, answered once; any answer after it is nothing. */
public final class ServerRequest {

  private static final JsonSlice NOT_OFFERED =
      slice("{\"code\":-32601,\"message\":\"Method not found\"}");

  /** What is said more often is left out, so that it takes no room from answers. */
  private static final long BETWEEN_WORDS = Duration.ofSeconds(1).toNanos();

  /** How far a task of the client's is (MCP 2025-11-25, Tasks), which is asked every second. */
  public static final String POLL = "tasks/get";

  private static final String ELICITATION = "elicitation/create";

  private final String method;
  private final JsonSlice id;
  private final JsonSlice message;
  private final Consumer<byte[]> send;
  private final AtomicBoolean answered;
  private final AtomicLong toldAt;
  private final Ending told;

  ServerRequest(String method, JsonSlice id, JsonSlice message, Consumer<byte[]> send) {
    this.method = method;
    this.id = id;
    this.message = message;
    this.send = send;
    this.answered = new AtomicBoolean();
    this.toldAt = new AtomicLong(System.nanoTime() - BETWEEN_WORDS);
    this.told = (_, _) -> {};
  }

  private ServerRequest(ServerRequest same, JsonSlice message, Ending told) {
    this.method = same.method;
    this.id = Objects.requireNonNullElse(message.member("id"), same.id);
    this.message = message;
    this.send = same.send;
    this.answered = same.answered;
    this.toldAt = same.toldAt;
    this.told = told;
  }

  /** What comes of one; a person accepts, declines or cancels what they are shown. */
  public enum End {
    OK,
    ACCEPTED,
    DECLINED,
    CANCELLED,
    ERROR,
    REFUSED,
    GIVEN_UP;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static End of(String method, JsonSlice result) {
      JsonSlice action = method.equals(ELICITATION) ? result.member("action") : null;
      return switch (String.valueOf(action == null ? null : action.text())) {
        case "accept" -> ACCEPTED;
        case "decline" -> DECLINED;
        case "cancel" -> CANCELLED;
        default -> OK;
      };
    }
  }

  /** Who is told how one ended, with the client's result where there is one. */
  public interface Ending {
    void ended(End end, @Nullable JsonSlice result);
  }

  /** The same request in other words, of which one is answered or the other. */
  public ServerRequest worded(JsonSlice other) {
    return new ServerRequest(this, other, told);
  }

  /** The same request, of whose end somebody is told, once. */
  public ServerRequest toldTo(Ending hearer) {
    return new ServerRequest(this, message, hearer);
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
    answer("result", result, End.of(method, result));
  }

  /** The client's error, as it is. */
  public void error(JsonSlice error) {
    answer("error", error, End.ERROR);
  }

  /** Nothing of the kind is offered to this server. */
  public void refuse() {
    answer("error", NOT_OFFERED, End.REFUSED);
  }

  /** Says something before the answer, at most once a second, and nobody waits for it. */
  public void tell(byte[] notification) {
    long now = System.nanoTime();
    long before = toldAt.get();
    if (!answered.get() && now - before >= BETWEEN_WORDS && toldAt.compareAndSet(before, now)) {
      Thread.ofVirtual().name("telling upstream").start(() -> send.accept(notification));
    }
  }

  /** Nobody answers it any more, which its server is told. */
  public void giveUp() {
    answer("error", NOT_OFFERED, End.GIVEN_UP);
  }

  /** Its server has gone on without an answer, and is given none. */
  public void forget() {
    if (answered.compareAndSet(false, true)) {
      told.ended(End.GIVEN_UP, null);
    }
  }

  private void answer(String member, JsonSlice value, End end) {
    if (answered.compareAndSet(false, true)) {
      String body = "{\"jsonrpc\":\"2.0\",\"id\":%s,\"%s\":%s}".formatted(id, member, value);
      try {
        told.ended(end, member.equals("result") ? value : null); // Its server may ask on at once.
      } finally {
        send.accept(body.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static JsonSlice slice(String json) {
    return JsonSlice.of(json.getBytes(StandardCharsets.UTF_8));
  }
}
