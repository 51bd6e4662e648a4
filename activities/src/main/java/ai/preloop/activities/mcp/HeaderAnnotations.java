package ai.preloop.activities.mcp;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The annotations of one schema, held to what they may be (MCP 2026-07-28, Streamable HTTP, Schema
 * Extension): named as a header is, once, of a primitive type, and reached by properties alone.
 */
final class HeaderAnnotations {

  private static final Set<String> PRIMITIVE = Set.of("string", "integer", "boolean");

  private final Set<String> names = new HashSet<>();

  /** The first thing that is wrong. */
  Optional<String> fault(Map<?, ?> schema) {
    return schema.containsKey(ParameterHeaders.ANNOTATION)
        ? Optional.of("the arguments as a whole are no header")
        : within(schema);
  }

  private Optional<String> within(Map<?, ?> schema) {
    return first(
        schema.entrySet().stream()
            .map(member ->
                "properties".equals(member.getKey()) && member.getValue() instanceof Map<?, ?> each
                    ? first(each.values().stream().map(this::property))
                    : elsewhere(member.getValue())));
  }

  private Optional<String> property(@Nullable Object schema) {
    if (!(schema instanceof Map<?, ?> property)) {
      return Optional.empty();
    }
    Object name = property.get(ParameterHeaders.ANNOTATION);
    return property.containsKey(ParameterHeaders.ANNOTATION)
        ? named(name, property.get("type")).or(() -> within(property))
        : within(property);
  }

  private Optional<String> named(@Nullable Object name, @Nullable Object type) {
    if (!(name instanceof String text) || !ParameterHeaders.TOKEN.matcher(text).matches()) {
      return Optional.of("an x-mcp-header is no name of a header");
    }
    if (!(type instanceof String primitive) || !PRIMITIVE.contains(primitive)) {
      return Optional.of("x-mcp-header %s is of no primitive type".formatted(text));
    }
    return names.add(text.toLowerCase(Locale.ROOT))
        ? Optional.empty()
        : Optional.of("x-mcp-header %s is there twice".formatted(text));
  }

  /**
   * Values that a schema speaks of, such as examples, are no schemas, and few have such a member.
   */
  private static Optional<String> elsewhere(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          map.containsKey(ParameterHeaders.ANNOTATION)
              ? Optional.of("an x-mcp-header is not reached by properties alone")
              : first(map.values().stream().map(HeaderAnnotations::elsewhere));
      case Collection<?> list -> first(list.stream().map(HeaderAnnotations::elsewhere));
      case null, default -> Optional.empty();
    };
  }

  private static Optional<String> first(Stream<Optional<String>> faults) {
    return faults.flatMap(Optional::stream).findFirst();
  }
}
