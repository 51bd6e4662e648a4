package ai.preloop.policies.output;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON as trees that keep each number as it is worth, and texts that are JSON. */
final class Trees {

  private static final int LONGEST = 64 << 20;
  private static final JsonMapper STRICT = mapper(true);

  /** What a text says to a reader that takes the last of two members is looked at as well. */
  private static final JsonMapper LENIENT = mapper(false);

  private Trees() {}

  private static JsonMapper mapper(boolean strict) {
    JsonFactory factory =
        JsonFactory.builder()
            .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, strict)
            .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(LONGEST).build())
            .build();
    return JsonMapper.builder(factory)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .build();
  }

  /** Throws {@link JacksonException} where it is no object, or has a member twice. */
  static ObjectNode object(byte[] json) {
    if (STRICT.readTree(json) instanceof ObjectNode object) {
      return object;
    }
    throw new StreamReadException("not an object");
  }

  static byte[] bytes(JsonNode node) {
    return STRICT.writeValueAsBytes(node);
  }

  /** What a text is as JSON, where it is an object or a list. */
  static Optional<JsonNode> nested(String text) {
    String stripped = text.strip();
    if (!stripped.startsWith("{") && !stripped.startsWith("[")) {
      return Optional.empty();
    }
    try {
      return Optional.of(LENIENT.readTree(stripped));
    } catch (JacksonException e) {
      return Optional.empty(); // A text that only begins like JSON.
    }
  }

  /** The text with its JSON edited, or as it is where nothing changes. */
  static String edited(String text, Predicate<JsonNode> editing) {
    return nested(text).filter(editing).map(LENIENT::writeValueAsString).orElse(text);
  }

  /** The text with its JSON replaced, or as it is where that is the same. */
  static String replaced(String text, UnaryOperator<JsonNode> replacing) {
    return nested(text)
        .flatMap(node -> Optional.of(replacing.apply(node)).filter(now -> !now.equals(node)))
        .map(LENIENT::writeValueAsString)
        .orElse(text);
  }

  static boolean has(JsonNode node, JsonPointer place) {
    return !node.at(place).isMissingNode();
  }

  /** The tree with what is at the place redacted; one without it is the same. */
  static JsonNode blanked(JsonNode node, JsonPointer place) {
    if (!has(node, place)) {
      return node;
    }
    if (place.matches()) {
      return Blank.of(node);
    }
    JsonNode copy = node.deepCopy();
    JsonPointer last = place.last();
    switch (copy.at(place.head())) {
      case ObjectNode object ->
          object.replace(last.getMatchingProperty(), Blank.of(copy.at(place)));
      case ArrayNode array -> array.set(last.getMatchingIndex(), Blank.of(copy.at(place)));
      default -> throw new IllegalStateException("only objects and lists have members");
    }
    return copy;
  }
}
