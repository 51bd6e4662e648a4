package ai.preloop.api.mcp;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonType;
import ai.preloop.activities.json.Splice;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/** The messages of a subscription, each of which says whose it is. */
final class SubscriptionWords {

  private static final String NAME = "io.modelcontextprotocol/subscriptionId";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JsonSlice id;

  SubscriptionWords(JsonSlice id) {
    this.id = id;
  }

  byte[] acknowledged(Wanted agreed) {
    return utf8(
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\",\"params\":{\"_meta\":{%s},\"notifications\":%s}}"
            .formatted(mark(), JSON.writeValueAsString(agreed.written())));
  }

  byte[] toolsChanged() {
    return utf8(
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\",\"params\":{\"_meta\":{%s}}}"
            .formatted(mark()));
  }

  /** The answer to the request that opened it, which ends it in good order. */
  byte[] ended() {
    return utf8(
        "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"resultType\":\"complete\",\"_meta\":{%s}}}"
            .formatted(id, mark()));
  }

  /** A task as {@code tasks/get} tells of it, which alone is a result. */
  byte[] task(byte[] told) {
    JsonSlice task = JsonSlice.of(told).without("resultType");
    return passedOn(
        JsonSlice.of(
            utf8(
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tasks\",\"params\":%s}"
                    .formatted(task))));
  }

  /** A server's notice; of its params only {@code _meta} changes. */
  byte[] passedOn(JsonSlice notice) {
    JsonSlice params = notice.member("params");
    return params == null || !params.is(JsonType.OBJECT)
        ? utf8(
            "{\"jsonrpc\":\"2.0\",\"method\":%s,\"params\":{\"_meta\":{%s}}}"
                .formatted(notice.member("method"), mark()))
        : new Splice(notice).replace(params, utf8(marked(params))).bytes();
  }

  private String marked(JsonSlice params) {
    JsonSlice meta = params.member("_meta");
    String said = meta == null ? "" : inside(meta.without(NAME));
    String rest = inside(params.without("_meta"));
    return "{\"_meta\":{"
        + mark()
        + (said.isEmpty() ? "" : "," + said)
        + "}"
        + (rest.isEmpty() ? "" : "," + rest)
        + "}";
  }

  private static String inside(JsonSlice object) {
    String text = object.toString();
    return object.members().isEmpty() ? "" : text.substring(1, text.length() - 1);
  }

  private String mark() {
    return "\"" + NAME + "\":" + id;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
