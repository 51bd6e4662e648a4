package ai.preloop.activities.translation.openai;

import ai.preloop.activities.translation.wire.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The schema of a tool's input as OpenAI takes it: an object that says which members it has. */
public final class ToolSchema {

  private ToolSchema() {}

  public static JsonNode of(@Nullable JsonNode schema) {
    JsonNode said = schema == null ? Json.object().put("type", "object") : schema;
    if (!(said instanceof ObjectNode object) || !isBareObject(object)) {
      return said;
    }
    ObjectNode whole = object.deepCopy();
    whole.putObject("properties");
    return whole;
  }

  private static boolean isBareObject(ObjectNode schema) {
    return schema.path("type").asString("").equals("object") && !schema.has("properties");
  }
}
