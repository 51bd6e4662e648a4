package ai.preloop.policies.documents;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The checked values of one mapping. What was wrong is missing here, and has been reported: it
 * reads as its fallback, so that the rest can be checked all the same.
 */
record Fields(Shape.Group shape, Map<String, Object> values, String path, Position position) {

  boolean has(String key) {
    return values.containsKey(key);
  }

  private @Nullable Object get(String key) {
    return values.getOrDefault(key, shape.named(key).fallback());
  }

  String text(String key) {
    return get(key) instanceof String text ? text : "";
  }

  @Nullable String textOrNull(String key) {
    return get(key) instanceof String text && !text.isEmpty() ? text : null;
  }

  boolean flag(String key) {
    return Boolean.TRUE.equals(get(key));
  }

  int whole(String key) {
    return get(key) instanceof Integer number ? number : 0;
  }

  double decimal(String key) {
    return get(key) instanceof Double number ? number : 0;
  }

  <E extends Enum<E>> E choice(String key, Class<E> type) {
    var text = text(key);
    return text.isEmpty()
        ? type.getEnumConstants()[0]
        : Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
  }

  <E extends Enum<E>> @Nullable E choiceOrNull(String key, Class<E> type) {
    return has(key) ? choice(key, type) : null;
  }

  @Nullable Fields group(String key) {
    return get(key) instanceof Fields fields ? fields : null;
  }

  List<Fields> groups(String key) {
    return items(key, Fields.class);
  }

  List<String> texts(String key) {
    return items(key, String.class);
  }

  private <T> List<T> items(String key, Class<T> type) {
    return get(key) instanceof List<?> list
        ? list.stream().filter(type::isInstance).map(type::cast).toList()
        : List.of();
  }

  @SuppressWarnings("unchecked")
  Map<String, Object> map(String key) {
    return get(key) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }
}
