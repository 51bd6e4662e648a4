package ai.preloop.activities.translation.openai;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whether OpenAI takes a schema as strict: objects are closed, and have all their members. */
public final class StrictOutput {

  private StrictOutput() {}

  public static boolean takes(@Nullable JsonNode schema) {
    if (schema == null) {
      return false;
    }
    return isClosed(schema)
        && schema.valueStream().allMatch(value -> !value.isContainer() || takes(value));
  }

  private static boolean isClosed(JsonNode schema) {
    if (!(schema.get("properties") instanceof ObjectNode properties)) {
      return true;
    }
    JsonNode more = schema.get("additionalProperties");
    List<String> required = schema.path("required").valueStream().map(n -> n.asString("")).toList();
    return more != null
        && more.isBoolean()
        && !more.booleanValue()
        && required.containsAll(properties.propertyNames());
  }
}
