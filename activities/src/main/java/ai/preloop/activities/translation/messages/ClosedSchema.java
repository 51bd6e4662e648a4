package ai.preloop.activities.translation.messages;

import ai.preloop.activities.translation.wire.Json;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The part of JSON Schema that Anthropic keeps to (its page "Structured outputs"): each object is
 * closed, and a limit that it does not know is described in words, as its own clients do.
 */
final class ClosedSchema {

  private static final Set<String> KEPT =
      Set.of("type", "enum", "const", "description", "title", "default", "required", "$ref");
  private static final Set<String> FORMATS =
      Set.of(
          "date-time",
          "time",
          "date",
          "duration",
          "email",
          "hostname",
          "uri",
          "ipv4",
          "ipv6",
          "uuid");
  private static final String CLOSED = "additionalProperties";

  private ClosedSchema() {}

  /** Whether a tool of this schema may be strict, without a change to it. */
  static boolean isClosed(@Nullable JsonNode schema) {
    return schema instanceof ObjectNode object && !isOpen(object) && of(object).equals(object);
  }

  /** INVALID_REQUEST where it has an object with members of any name, which cannot be closed. */
  static JsonNode of(JsonNode schema) {
    if (!(schema instanceof ObjectNode object)) {
      return schema;
    }
    if (isOpenItself(object)) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST,
          "The output's schema has an object whose members may have any name: this provider keeps"
              + " only to objects whose properties are all named.");
    }
    ObjectNode closed = Json.object();
    List<String> others = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      member(closed, member, others);
    }
    if (object.has("properties")) {
      closed.put(CLOSED, false);
    }
    describe(closed, others);
    return closed;
  }

  private static void member(
      ObjectNode closed, Map.Entry<String, JsonNode> member, List<String> others) {
    String name = member.getKey();
    JsonNode value = member.getValue();
    switch (name) {
      case "properties", "$defs", "definitions" -> closed.set(name, each(value));
      case "items" -> closed.set(name, of(value));
      case "anyOf", "allOf" -> closed.set(name, all(value));
      case "oneOf" -> closed.set("anyOf", all(value));
      case CLOSED, "$schema" -> {
        // Written where it belongs, or of no meaning here.
      }
      default -> {
        if (isKept(name, value)) {
          closed.set(name, value);
        } else {
          others.add(name + ": " + Json.text(value));
        }
      }
    }
  }

  private static boolean isKept(String name, JsonNode value) {
    return KEPT.contains(name)
        || (name.equals("format") && FORMATS.contains(value.asString("")))
        || (name.equals("minItems") && value.isInt() && value.intValue() <= 1);
  }

  private static void describe(ObjectNode closed, List<String> others) {
    if (!others.isEmpty()) {
      String said = closed.path("description").asString("");
      String words = "(" + String.join(", ", others) + ")";
      closed.put("description", said.isEmpty() ? words : said + " " + words);
    }
  }

  private static boolean isOpenItself(ObjectNode schema) {
    boolean anyNames = schema.path(CLOSED).isObject();
    boolean ofNoNames =
        schema.path("type").asString("").equals("object") && schema.path("properties").isEmpty();
    return anyNames || (ofNoNames && !schema.path(CLOSED).isBoolean());
  }

  private static boolean isOpen(JsonNode schema) {
    return (schema instanceof ObjectNode object && isOpenItself(object))
        || schema.valueStream().anyMatch(ClosedSchema::isOpen);
  }

  private static ObjectNode each(JsonNode schemas) {
    ObjectNode closed = Json.object();
    schemas.properties().forEach(schema -> closed.set(schema.getKey(), of(schema.getValue())));
    return closed;
  }

  private static ArrayNode all(JsonNode schemas) {
    ArrayNode closed = Json.array();
    schemas.forEach(schema -> closed.add(of(schema)));
    return closed;
  }
}
