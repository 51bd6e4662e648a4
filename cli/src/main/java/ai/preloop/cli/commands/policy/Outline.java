package ai.preloop.cli.commands.policy;

import ai.preloop.policies.reading.PolicyReader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** What a document is about, as far as it can be read without judging it. */
record Outline(Map<?, ?> document) {

  /** Documents repeat lists of conditions by aliases; nothing here follows them far. */
  private static final int ALIASES = 10_000;

  private static final List<String> RULED = List.of("tools", "resources", "prompts", "models");

  /** Empty where the text is no document that can be read, however it was made. */
  static Outline of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (new PolicyReader().written(bytes, Map.of()).owner().isEmpty()) {
      return new Outline(Map.of());
    }
    try {
      var settings = LoadSettings.builder().setMaxAliasesForCollections(ALIASES).build();
      Object loaded = new Load(settings).loadFromString(text);
      return new Outline(loaded instanceof Map<?, ?> map ? map : Map.of());
    } catch (YamlEngineException e) {
      return new Outline(Map.of());
    }
  }

  /** {@code metadata.name}; "" where there is none. */
  String owner() {
    return member("metadata", "name");
  }

  String description() {
    return member("metadata", "description");
  }

  /** {@code shadow} where nothing in the document binds. */
  String mode() {
    return member("defaults", "mode").equals("shadow") ? "shadow" : "enforce";
  }

  /** How many entries a list has; 0 where there is none. */
  int count(String list) {
    return members(document.get(list)).size();
  }

  /** How many conditions there are, in everybody's entries and in those for one caller. */
  int rules() {
    var subjects = members(document.get("subjects")).stream();
    return Stream.concat(Stream.of(document), subjects)
        .flatMap(holder -> RULED.stream().flatMap(list -> entries(holder, list)))
        .mapToInt(entry -> members(value(entry, "conditions")).size())
        .sum();
  }

  /** The names of a list's entries, which other documents may use. */
  Set<String> names(String list) {
    return entries(document, list)
        .map(entry -> value(entry, "name"))
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .collect(Collectors.toSet());
  }

  private String member(String group, String name) {
    return value(document.get(group), name) instanceof String text ? text : "";
  }

  private static Stream<?> entries(Object holder, String list) {
    return members(value(holder, list)).stream();
  }

  private static Collection<?> members(@Nullable Object value) {
    return value instanceof Collection<?> members ? members : List.of();
  }

  private static @Nullable Object value(@Nullable Object holder, String name) {
    return holder instanceof Map<?, ?> map ? map.get(name) : null;
  }
}
