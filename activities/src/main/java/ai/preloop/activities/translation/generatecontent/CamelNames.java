package ai.preloop.activities.translation.generatecontent;

import ai.preloop.activities.translation.wire.Json;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Gemini takes each field in snake case too (protobuf's JSON); here all are in camel case. */
final class CamelNames {

  private static final Pattern SNAKE = Pattern.compile("_([a-z])");

  /** What is the client's own, and stays as it is. */
  private static final Set<String> OWN =
      Set.of(
          "args",
          "response",
          "parameters",
          "parametersJsonSchema",
          "responseSchema",
          "responseJsonSchema");

  private CamelNames() {}

  static ObjectNode of(ObjectNode object) {
    ObjectNode camel = Json.object();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      String name = SNAKE.matcher(member.getKey()).replaceAll(m -> upper(m.group(1)));
      camel.set(name, OWN.contains(name) ? member.getValue() : value(member.getValue()));
    }
    return camel;
  }

  private static JsonNode value(JsonNode value) {
    if (value instanceof ObjectNode object) {
      return of(object);
    }
    if (value instanceof ArrayNode array) {
      ArrayNode camel = Json.array();
      array.forEach(item -> camel.add(value(item)));
      return camel;
    }
    return value;
  }

  private static String upper(String letter) {
    return letter.toUpperCase(Locale.ROOT);
  }
}
