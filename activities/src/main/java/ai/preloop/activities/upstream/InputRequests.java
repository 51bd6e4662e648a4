package ai.preloop.activities.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonSlice.Member;
import ai.preloop.activities.json.JsonText;
import ai.preloop.activities.mcp.SupportedRequests;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What one answer of a server asks of its client, put to one that is asked meanwhile. */
final class InputRequests {

  private static final JsonSlice NOTHING = JsonSlice.of(new byte[] {'{', '}'});

  private final Map<String, CompletableFuture<JsonSlice>> asked = new LinkedHashMap<>();

  /** Whether a result is no answer yet (MCP, Multi Round-Trip Requests). */
  static boolean isIn(JsonSlice result) {
    JsonSlice type = result.member("resultType");
    return type != null && "input_required".equals(type.text());
  }

  /** Whether all that is asked for is what such a client takes. */
  static boolean areFor(ClientTerms client, JsonSlice result) {
    JsonSlice able = JsonSlice.of(client.capabilities().getBytes(UTF_8));
    JsonSlice wanted = result.member("inputRequests");
    return wanted == null
        || wanted.members().stream()
            .allMatch(each -> SupportedRequests.areTaken(able, methodOf(each.value())));
  }

  private static String methodOf(JsonSlice request) {
    JsonSlice method = request.member("method");
    String text = method == null ? null : method.text();
    return text == null ? "" : text;
  }

  /** Asks all that a result asks for, at once. */
  static InputRequests put(JsonSlice result, Listener listener) {
    var requests = new InputRequests();
    JsonSlice wanted = result.member("inputRequests");
    for (Member each : wanted == null ? NOTHING.members() : wanted.members()) {
      requests.put(each.name(), each.value(), listener);
    }
    return requests;
  }

  private void put(String name, JsonSlice request, Listener listener) {
    var answer = new CompletableFuture<JsonSlice>();
    asked.put(name, answer);
    @Nullable JsonSlice[] parts = request.pick("method", "params");
    String method = parts[0] == null ? "" : String.valueOf(parts[0].text());
    JsonSlice message = message(name, method, parts[1] == null ? NOTHING : parts[1]);
    JsonSlice id = message.member("id");
    if (id != null) {
      listener.asked(new ServerRequest(method, id, message, body -> answered(answer, body)));
    }
  }

  private static JsonSlice message(String name, String method, JsonSlice params) {
    String message =
        "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":%s,\"params\":%s}"
            .formatted(JsonText.quote(name), JsonText.quote(method), params);
    return JsonSlice.of(message.getBytes(UTF_8));
  }

  /** What comes before the answer is for servers that wait for it on a stream. */
  private static void answered(CompletableFuture<JsonSlice> answer, byte[] response) {
    @Nullable JsonSlice[] parts = JsonSlice.of(response).pick("result", "error");
    if (parts[0] != null) {
      answer.complete(parts[0]);
    } else if (parts[1] != null) {
      answer.completeExceptionally(new NotAnswered(parts[1]));
    }
  }

  /** Whoever waits for the answers is told that there will be none. */
  void cancel() {
    asked.values().forEach(each -> each.cancel(false));
  }

  /** The answers by the names of what they answer, once all are there. */
  JsonSlice answers(Deadline deadline)
      throws InterruptedException, TimeoutException, ExecutionException {
    JsonSlice answers = NOTHING;
    for (Map.Entry<String, CompletableFuture<JsonSlice>> each : asked.entrySet()) {
      JsonSlice answer = each.getValue().get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
      answers = answers.with(each.getKey(), answer);
    }
    return answers;
  }

  /** The client answered with an error, or was not to be asked. */
  static final class NotAnswered extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient JsonSlice error;

    private NotAnswered(JsonSlice error) {
      super("The client did not answer what the server asked");
      this.error = error;
    }

    JsonSlice error() {
      return error;
    }
  }
}
