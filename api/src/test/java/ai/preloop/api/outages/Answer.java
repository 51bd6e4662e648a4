package ai.preloop.api.outages;

import ai.preloop.api.end2end.Http.Reply;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One request under load: when it was sent (as {@code nanoTime}), and what came of it. */
record Answer(Kind kind, String mark, long at, Duration took, @Nullable Reply reply) {

  private static final Pattern LEAK =
      Pattern.compile("Exception|\\bat [a-z]+\\.|springframework|jdbc|(?i:select |insert into )");

  /** Who asks for what. */
  enum Kind {
    ALLOWED,
    DENIED,
    ASKED,
    POLLED,
    DECIDED,
    READ,
    SIGN_IN,
    REVOKED,
    LIVE,
    READY
  }

  static Answer of(Kind kind, String mark, Supplier<Reply> request) {
    long at = System.nanoTime();
    Reply reply;
    try {
      reply = request.get();
    } catch (RuntimeException e) {
      reply = null; // None came: that is what is to be seen.
    }
    return new Answer(kind, mark, at, Duration.ofNanos(System.nanoTime() - at), reply);
  }

  int status() {
    return reply == null ? 0 : reply.status();
  }

  String body() {
    return reply == null ? "" : reply.body();
  }

  String type() {
    return reply == null ? "" : reply.headers().firstValue("Content-Type").orElse("");
  }

  JsonNode json() {
    return JsonMapper.shared().readTree(body());
  }

  /** Whether what was asked for was done. */
  boolean isDone() {
    return status() >= 200
        && status() < 300
        && !body().contains("\"isError\":true")
        && !body().contains("\"error\":{");
  }

  /** Whether it went through MCP. */
  boolean isCall() {
    return switch (kind) {
      case ALLOWED, DENIED, ASKED, POLLED, REVOKED -> true;
      case DECIDED, READ, SIGN_IN, LIVE, READY -> false;
    };
  }

  /** Why it is no good answer to one who cannot be served now; empty where it is one. */
  String fault() {
    if (reply == null) {
      return "none came";
    }
    if (LEAK.matcher(body()).find()) {
      return "it shows what is inside";
    }
    return isCall() ? faultOfCall() : faultOfRequest();
  }

  private String faultOfCall() {
    JsonNode told = json();
    String sentence =
        told.has("error")
            ? told.at("/error/message").asString("")
            : told.at("/result/content/0/text").asString("");
    int expected = kind == Kind.REVOKED && status() == 401 ? 401 : 503;
    boolean refused =
        told.has("error") ? status() == expected : told.at("/result/isError").asBoolean();
    return refused && sentence.endsWith(".") ? "" : "it is no refusal";
  }

  private String faultOfRequest() {
    if (kind == Kind.READY) {
      return status() == 503 ? "" : "it is not 503";
    }
    boolean problem = type().equals("application/problem+json");
    boolean explained = problem && json().path("detail").asString("").endsWith(".");
    boolean retryable =
        status() == 503
            && Objects.requireNonNull(reply).headers().firstValue("Retry-After").isPresent();
    boolean votedBefore = status() == 409 && kind == Kind.DECIDED;
    return explained && (retryable || votedBefore) ? "" : "it is no problem that can be retried";
  }
}
