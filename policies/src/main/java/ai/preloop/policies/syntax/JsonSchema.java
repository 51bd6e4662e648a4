package ai.preloop.policies.syntax;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The definition of keys as JSON Schema (2020-12), for editors and for whoever generates files. */
public final class JsonSchema {

  private JsonSchema() {}

  /** The schema of a whole file. */
  public static Map<String, Object> of(Shape.Group definition, String title) {
    var schema = new LinkedHashMap<String, Object>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", title);
    schema.putAll(group(definition));
    return schema;
  }

  private static Map<String, Object> schema(Shape shape) {
    return switch (shape) {
      case Shape.Group group -> group(group);
      case Shape.Many many -> Map.of("type", "array", "items", schema(many.item()));
      case Shape.Text text -> text(text.spelling());
      case Shape.Choice choice -> Map.of("enum", spellings(choice));
      case Shape.Flag _ -> Map.of("type", "boolean");
      case Shape.Whole whole ->
          Map.of("type", "integer", "minimum", whole.min(), "maximum", whole.max());
      case Shape.Decimal decimal ->
          Map.of("type", "number", "minimum", decimal.min(), "maximum", decimal.max());
      case Shape.Credential _ ->
          Map.of("anyOf", List.of(Map.of("type", "string"), schema(Shape.SECRET)));
      case Shape.Anything _, Shape.Json _ -> Map.of("type", "object");
      case Shape.TextOrWhole _ -> Map.of("type", List.of("string", "integer"));
    };
  }

  private static Map<String, Object> text(Shape.Spelling spelling) {
    return switch (spelling) {
      case FREE -> Map.of("type", "string");
      case EXPRESSION -> Map.of("type", List.of("string", "null"));
      case NAME -> Map.of("type", "string", "minLength", 1, "maxLength", Scalars.LONGEST_NAME);
      case TOOL ->
          Map.of(
              "type",
              "string",
              "minLength",
              1,
              "maxLength",
              Scalars.LONGEST_NAME,
              "pattern",
              "^[^*]*\\*?$");
    };
  }

  private static List<String> spellings(Shape.Choice choice) {
    var spellings = new ArrayList<>(choice.values());
    spellings.addAll(choice.others().keySet());
    return spellings;
  }

  private static Map<String, Object> group(Shape.Group group) {
    var properties = new LinkedHashMap<String, Object>();
    var required = new ArrayList<String>();
    group.spellings().forEach((spelling, key) -> properties.put(spelling, property(key)));
    group.keys().values().stream()
        .filter(key -> key.presence() == Key.Presence.REQUIRED)
        .forEach(key -> required.add(key.name()));
    var schema = new LinkedHashMap<String, Object>();
    schema.put("type", "object");
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("additionalProperties", false);
    return schema;
  }

  private static Map<String, Object> property(Key key) {
    var property = new LinkedHashMap<>(schema(key.shape()));
    if (!key.about().isEmpty()) {
      property.put("description", key.about());
    }
    if (key.fallback() != null) {
      property.put("default", key.fallback());
    }
    if (key.reserved() != null) {
      property.put("not", Map.of("enum", key.reserved().names()));
    }
    if (key.presence() == Key.Presence.KEPT_FOR_OLD_DOCUMENTS) {
      property.put("deprecated", true);
    }
    return property;
  }
}
