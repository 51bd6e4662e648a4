package ai.preloop.activities.translation.conversation;

import ai.preloop.activities.translation.wire.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A function that the client offers, its input as JSON Schema, which is that of an object. */
public record Tool(
    String name,
    @Nullable String description,
    @Nullable JsonNode schema,
    @Nullable Boolean strict,
    @Nullable CacheMark cache) {

  public Tool {
    schema = schema instanceof ObjectNode object ? typed(object) : schema;
  }

  /** Every provider wants it said, and clients leave it out where there is no input. */
  private static ObjectNode typed(ObjectNode schema) {
    if (schema.hasNonNull("type")) {
      return schema;
    }
    ObjectNode typed = Json.object().put("type", "object");
    schema.properties().stream()
        .filter(member -> !member.getKey().equals("type"))
        .forEach(member -> typed.set(member.getKey(), member.getValue()));
    return typed;
  }
}
