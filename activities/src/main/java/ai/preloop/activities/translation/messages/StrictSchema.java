package ai.preloop.activities.translation.messages;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Whether a tool may be strict: Anthropic wants every object closed. */
final class StrictSchema {

  private StrictSchema() {}

  static boolean isTaken(@Nullable JsonNode schema) {
    if (schema == null) {
      return false;
    }
    boolean open = schema.has("properties") && !closed(schema);
    return !open && schema.valueStream().allMatch(value -> !value.isContainer() || isTaken(value));
  }

  private static boolean closed(JsonNode schema) {
    JsonNode more = schema.get("additionalProperties");
    return more != null && more.isBoolean() && !more.booleanValue();
  }
}
