package ai.preloop.policies.output;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What stands where something was redacted: of the same type and shape, so that schemas hold. */
final class Blank {

  static final JsonNodeFactory FACTORY = JsonNodeFactory.instance;
  static final String TEXT = "[redacted by policy]";
  static final JsonNode NUMBER = FACTORY.numberNode(0);

  private Blank() {}

  static JsonNode of(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        ObjectNode blank = FACTORY.objectNode();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
          blank.set(member.getKey(), of(member.getValue()));
        }
        yield blank;
      }
      case ArrayNode array -> {
        ArrayNode blank = FACTORY.arrayNode();
        array.forEach(element -> blank.add(of(element)));
        yield blank;
      }
      default -> ofValue(node);
    };
  }

  private static JsonNode ofValue(JsonNode value) {
    if (value.isString()) {
      return FACTORY.stringNode(TEXT);
    }
    if (value.isNumber()) {
      return NUMBER;
    }
    return value.isBoolean() ? FACTORY.booleanNode(false) : value;
  }
}
