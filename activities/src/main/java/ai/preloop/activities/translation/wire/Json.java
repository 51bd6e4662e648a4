package ai.preloop.activities.translation.wire;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON as trees: no name twice, numbers as they were written, members in their order. */
public final class Json {

  /** Below the 500 levels that are written, since what is read is wrapped in a few more. */
  private static final int DEEPEST = 200;

  private static final int NEXT_LINE = 0x85;
  private static final int LINE_SEPARATOR = 0x2028;
  private static final int PARAGRAPH_SEPARATOR = 0x2029;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Json() {}

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  static JsonNode read(byte[] json, ProblemType otherwise) {
    try {
      return MAPPER.readTree(json);
    } catch (JacksonException e) {
      String reason = e.getOriginalMessage().strip();
      throw new ProblemException(
              otherwise, "The body is not JSON: " + reason + (reason.endsWith(".") ? "" : "."))
          .causedBy(e);
    } catch (NumberFormatException e) {
      throw new ProblemException(otherwise, "The body has a number beyond all limits.").causedBy(e);
    }
  }

  /** The object that the text is, if it is one. */
  public static Optional<ObjectNode> objectIn(String text) {
    try {
      return MAPPER.readTree(text) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JacksonException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  public static String text(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  public static byte[] bytes(JsonNode node) {
    return utf8(text(node));
  }

  /**
   * Half a character, as streams cut them, stays an escape: UTF-8 has no bytes for it. What Unicode
   * calls an end of line is one too, since some clients of server-sent events take it for one.
   */
  static byte[] utf8(String json) {
    StringBuilder kept = new StringBuilder(json.length());
    json.codePoints()
        .forEach(point -> {
          if (isEscaped(point)) {
            kept.append(String.format(Locale.ROOT, "\\u%04x", point));
          } else {
            kept.appendCodePoint(point);
          }
        });
    return kept.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isEscaped(int point) {
    return (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)
        || point == NEXT_LINE
        || point == LINE_SEPARATOR
        || point == PARAGRAPH_SEPARATOR;
  }
}
