package ai.preloop.policies.output;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON as trees that keep each number as it is worth. */
final class Trees {

  private static final int LONGEST = 64 << 20;
  private static final JsonMapper STRICT = mapper(factory());

  /**
   * Texts are read as their authors' libraries write them, which have numbers that JSON has not.
   */
  private static final JsonMapper TEXTS =
      mapper(factory().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS));

  /** What a text says to a reader that takes the last of two members is looked at as well. */
  private static final JsonMapper LENIENT =
      mapper(
          factory()
              .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
              .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION));

  private Trees() {}

  private static JsonFactoryBuilder factory() {
    return JsonFactory.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
        .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(LONGEST).build());
  }

  private static JsonMapper mapper(JsonFactoryBuilder factory) {
    return JsonMapper.builder(factory.build())
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

  /** What stands in a text, one document after the other; none may have a member twice. */
  static ArrayNode documents(String json) {
    ArrayNode documents = Blank.FACTORY.arrayNode();
    try (MappingIterator<JsonNode> all = TEXTS.readerFor(JsonNode.class).readValues(json)) {
      all.forEachRemaining(documents::add);
    }
    return documents;
  }

  /** What a text is to a reader that takes the last of two members, if anything. */
  static ArrayNode lenient(String json) {
    ArrayNode documents = Blank.FACTORY.arrayNode();
    try {
      return documents.add(LENIENT.readTree(json));
    } catch (JacksonException | StackOverflowError e) {
      return documents; // The text is looked at as words, too.
    }
  }

  static String text(JsonNode node) {
    return TEXTS.writeValueAsString(node);
  }

  static boolean hasAny(ArrayNode nodes, JsonPointer place) {
    return nodes.valueStream().anyMatch(node -> has(node, place));
  }

  /** Redacts what is at the place in each; whether any is another one now. */
  static boolean blank(ArrayNode nodes, JsonPointer place) {
    boolean changed = false;
    for (int i = 0; i < nodes.size(); i++) {
      JsonNode now = blanked(nodes.get(i), place);
      changed |= !now.equals(nodes.get(i));
      nodes.set(i, now);
    }
    return changed;
  }

  private static boolean has(JsonNode node, JsonPointer place) {
    return !node.at(place).isMissingNode();
  }

  /** The tree with what is at the place redacted; one without it is the same. */
  private static JsonNode blanked(JsonNode node, JsonPointer place) {
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
