package ai.preloop.activities.translation.generatecontent;

import ai.preloop.activities.translation.wire.Json;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Gemini's own schemas, a part of OpenAPI 3.0, as JSON Schema. */
final class OpenApiSchema {

  private OpenApiSchema() {}

  static JsonNode toJsonSchema(JsonNode schema) {
    if (!(schema instanceof ObjectNode object)) {
      return schema;
    }
    ObjectNode json = Json.object();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      JsonNode value = member.getValue();
      switch (member.getKey()) {
        case "type" -> json.set("type", type(value, object.path("nullable").asBoolean(false)));
        case "nullable", "propertyOrdering", "property_ordering" -> {
          // In the type now, or about the order of output alone.
        }
        case "properties" -> json.set("properties", each(value));
        case "items" -> json.set("items", toJsonSchema(value));
        case "anyOf", "any_of" -> json.set("anyOf", all(value));
        case "minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties" ->
            json.set(member.getKey(), count(value));
        default -> json.set(member.getKey(), value);
      }
    }
    return json;
  }

  private static JsonNode type(JsonNode type, boolean nullable) {
    String word = type.asString("").toLowerCase(Locale.ROOT);
    return nullable ? Json.array().add(word).add("null") : Json.array().add(word).get(0);
  }

  /** The JSON of Protocol Buffers has long numbers as strings, and so have Google's clients. */
  private static JsonNode count(JsonNode value) {
    String text = value.asString("");
    return value.isString() && text.matches("\\d{1,9}")
        ? Json.array().add(Integer.parseInt(text)).get(0)
        : value;
  }

  private static JsonNode each(JsonNode properties) {
    ObjectNode json = Json.object();
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      json.set(property.getKey(), toJsonSchema(property.getValue()));
    }
    return json;
  }

  private static JsonNode all(JsonNode schemas) {
    ArrayNode json = Json.array();
    schemas.forEach(schema -> json.add(toJsonSchema(schema)));
    return json;
  }
}
