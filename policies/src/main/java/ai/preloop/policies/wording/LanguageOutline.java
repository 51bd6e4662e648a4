package ai.preloop.policies.wording;

import ai.preloop.policies.reading.PolicySchema;
import ai.preloop.policies.testing.TestReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys of documents as an indented list, made of the definition that reads them: one line each,
 * with what it takes. A group of keys that was told of already is told by where.
 */
public final class LanguageOutline {

  private static final int SMALL = 3;

  private final List<String> lines = new ArrayList<>();
  private final Map<Object, String> told = new HashMap<>();

  private LanguageOutline() {}

  /** Of policy documents. */
  public static String ofPolicies() {
    return of(PolicySchema.get());
  }

  /** Of files of tests. */
  public static String ofTests() {
    return of(TestReader.schema());
  }

  private static String of(Map<String, Object> schema) {
    LanguageOutline outline = new LanguageOutline();
    outline.group(schema, "", "");
    return String.join("\n", outline.lines);
  }

  private void group(Map<?, ?> schema, String path, String indent) {
    List<?> required = schema.get("required") instanceof List<?> names ? names : List.of();
    properties(schema)
        .forEach((name, property) -> {
          if (property instanceof Map<?, ?> map) {
            key(new Key(path, String.valueOf(name), map, required.contains(name)), indent);
          }
        });
  }

  private void key(Key key, String indent) {
    Map<?, ?> inner = properties(key.item());
    String before = inner.size() < SMALL ? null : told.putIfAbsent(inner, key.place());
    lines.add(indent + key.line(before));
    if (before == null) {
      group(key.item(), key.place(), indent + "  ");
    }
  }

  /** A key within the group at a path. */
  private record Key(String path, String name, Map<?, ?> property, boolean required) {

    boolean isList() {
      return property.get("items") instanceof Map<?, ?>;
    }

    /** What it takes, or each of what it takes. */
    Map<?, ?> item() {
      return property.get("items") instanceof Map<?, ?> items ? items : property;
    }

    String place() {
      return (path.isEmpty() ? "" : path + ".") + name + (isList() ? "[]" : "");
    }

    String line(@Nullable String before) {
      String takes = (isList() ? "list of " : "") + takes(item());
      String same = before == null ? "" : ", with the keys of " + before;
      String fallback =
          property.containsKey("default") ? ", default " + property.get("default") : "";
      String about = property.get("description") instanceof String text ? " — " + text : "";
      return "%s: %s%s%s%s%s"
          .formatted(name, takes, same, fallback, required ? ", required" : "", about);
    }
  }

  private static String takes(Map<?, ?> schema) {
    if (schema.get("enum") instanceof List<?> values) {
      return values.stream().map(String::valueOf).collect(Collectors.joining(" | "));
    }
    String type =
        schema.get("type") instanceof List<?> types
            ? types.stream().map(String::valueOf).collect(Collectors.joining(" or "))
            : String.valueOf(schema.containsKey("type") ? schema.get("type") : "text or reference");
    return schema.containsKey("minimum")
        ? "%s from %s to %s".formatted(type, schema.get("minimum"), schema.get("maximum"))
        : type;
  }

  private static Map<?, ?> properties(Map<?, ?> schema) {
    return schema.get("properties") instanceof Map<?, ?> properties ? properties : Map.of();
  }
}
