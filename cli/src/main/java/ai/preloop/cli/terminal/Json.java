package ai.preloop.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** JSON read without loss (numbers keep their digits) and written without hidden characters. */
public final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Json() {}

  /** The missing node when the bytes are not JSON. */
  public static JsonNode read(byte[] bytes) {
    try {
      return MAPPER.readTree(bytes);
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }

  public static JsonNode read(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }

  public static JsonNode of(Map<String, ?> members) {
    return MAPPER.valueToTree(members);
  }

  public static byte[] bytes(JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  /** Indented, every hidden character as an escape: the same value, and safe to print. */
  public static String pretty(JsonNode node) {
    return Text.lines(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node));
  }

  /** The same with members in the order of their names, so that two values can be compared. */
  public static String ordered(JsonNode node) {
    return Text.lines(
        MAPPER
            .writerWithDefaultPrettyPrinter()
            .with(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .writeValueAsString(node));
  }

  public static String compact(JsonNode node) {
    return Text.line(MAPPER.writeValueAsString(node));
  }

  public static Object plain(JsonNode node) {
    return MAPPER.treeToValue(node, Object.class);
  }

  /** The items of a list, whether it is bare or has a cursor. */
  public static List<JsonNode> items(JsonNode list) {
    return new ArrayList<>((list.isArray() ? list : list.path("items")).values());
  }

  /**
   * A member as words on one line, "" when it is not there: names and sentences stand for objects.
   */
  public static String words(JsonNode node, String name, String... others) {
    String words = words(node.path(name));
    for (int i = 0; words.isEmpty() && i < others.length; i++) {
      words = words(node.path(others[i]));
    }
    return words;
  }

  /** An RFC 3339 instant to the second, as it came otherwise. */
  public static String time(JsonNode node, String name) {
    return words(node, name)
        .replaceFirst("^(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d:\\d\\d:\\d\\d)(\\.\\d+)?Z$", "$1 $2 UTC");
  }

  /** The same for a value that stands alone. */
  public static String words(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return "";
    }
    if (node.isString()) {
      return Text.line(node.stringValue());
    }
    if (node.isArray()) {
      return String.join(", ", node.valueStream().map(Json::words).toList());
    }
    if (node.isObject()) {
      String named = words(node, "description", "name", "username", "verdict", "id");
      return named.isEmpty() ? compact(node) : named;
    }
    return compact(node);
  }
}
