package ai.preloop.api.mcp;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A result as revision 2026-07-28 has it: it says that it is complete. What the servers of older
 * revisions put in the same place means nothing, and is not passed on.
 */
final class CompleteResult {

  private static final String TYPE = "resultType";
  private static final String TTL = "ttlMs";
  private static final String SCOPE = "cacheScope";
  private static final String COMPLETE = "\"" + TYPE + "\":\"complete\"";

  private CompleteResult() {}

  static byte[] of(JsonSlice result) {
    return with(COMPLETE, result);
  }

  /** The same of what a client of this caller may keep for so long (Caching). */
  static byte[] fresh(JsonSlice result, int millis) {
    String members = COMPLETE + ",\"%s\":%d,\"%s\":\"private\"".formatted(TTL, millis, SCOPE);
    return result.is(JsonType.OBJECT)
        ? with(members, result.without(TTL).without(SCOPE))
        : result.toBytes();
  }

  private static byte[] with(String members, JsonSlice result) {
    if (!result.is(JsonType.OBJECT)) {
      return result.toBytes();
    }
    JsonSlice rest = result.without(TYPE);
    String separator = rest.members().isEmpty() ? "" : ",";
    byte[] head = ("{" + members + separator).getBytes(StandardCharsets.UTF_8);
    byte[] whole = Arrays.copyOf(head, head.length + rest.length() - 1);
    System.arraycopy(rest.array(), rest.from() + 1, whole, head.length, rest.length() - 1);
    return whole;
  }
}
