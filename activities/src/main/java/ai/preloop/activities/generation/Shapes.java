package ai.preloop.activities.generation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the arguments of calls looked like: their names, their types, how long they were and how
 * often they were there; never what they said.
 */
final class Shapes {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int DEEPEST = 3;
  private static final int MOST_NAMES = 60;
  private static final int LONGEST_NAME = 64;

  private final Map<String, Shape> byPath = new TreeMap<>();

  /** The arguments of one call, without their secrets as a record has them. */
  void add(String arguments) {
    try {
      members(JSON.readTree(arguments), "", 1);
    } catch (JacksonException e) {
      at("(unreadable)").types.add("unknown");
    }
  }

  /** By their paths: {@code string of 3 to 40 characters, in 12 calls}. */
  Map<String, String> told() {
    Map<String, String> told = new TreeMap<>();
    byPath.forEach((path, shape) -> told.put(path, shape.words()));
    return told;
  }

  private void members(JsonNode object, String within, int depth) {
    object
        .propertyStream()
        .forEach(member -> {
          String name = member.getKey();
          if (name.length() <= LONGEST_NAME) {
            value(member.getValue(), within + name, depth);
          }
        });
  }

  private void value(JsonNode value, String path, int depth) {
    if (byPath.size() >= MOST_NAMES && !byPath.containsKey(path)) {
      return;
    }
    at(path).saw(value);
    if (value.isObject() && depth < DEEPEST) {
      members(value, path + ".", depth + 1);
    }
  }

  private Shape at(String path) {
    return byPath.computeIfAbsent(path, _ -> new Shape());
  }

  /** What was seen at one path. */
  private static final class Shape {

    private final Set<String> types = new TreeSet<>();
    private long times;
    private int shortest = Integer.MAX_VALUE;
    private int longest = -1;

    void saw(JsonNode value) {
      times++;
      types.add(type(value));
      if (value.isString()) {
        measure(value.asString().length());
      } else if (value.isArray()) {
        measure(value.size());
      }
    }

    private void measure(int length) {
      shortest = Math.min(shortest, length);
      longest = Math.max(longest, length);
    }

    String words() {
      List<String> words = new ArrayList<>();
      words.add(String.join(" or ", types));
      if (longest >= 0) {
        words.add("length %d to %d".formatted(shortest, longest));
      }
      words.add("in %d calls".formatted(times));
      return String.join(", ", words);
    }

    private static String type(JsonNode value) {
      return switch (value.getNodeType()) {
        case STRING -> "string";
        case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
        case BOOLEAN -> "boolean";
        case ARRAY -> "array";
        case OBJECT -> "object";
        case NULL -> "null";
        default -> "unknown";
      };
    }
  }
}
