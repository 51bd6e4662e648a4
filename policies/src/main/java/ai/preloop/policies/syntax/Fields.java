package ai.preloop.policies.syntax;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The checked values of one mapping. What was wrong is missing here, and has been reported: it
 * reads as its fallback, so that the rest can be checked all the same.
 */
public record Fields(
    Shape.Group shape, Map<String, Object> values, String path, Position position) {

  public boolean has(String key) {
    return values.containsKey(key);
  }

  private @Nullable Object get(String key) {
    return values.getOrDefault(key, shape.named(key).fallback());
  }

  public String text(String key) {
    return get(key) instanceof String text ? text : "";
  }

  public @Nullable String textOrNull(String key) {
    return get(key) instanceof String text && !text.isEmpty() ? text : null;
  }

  public boolean flag(String key) {
    return Boolean.TRUE.equals(get(key));
  }

  public int whole(String key) {
    return get(key) instanceof Integer number ? number : 0;
  }

  public double decimal(String key) {
    return get(key) instanceof Double number ? number : 0;
  }

  public <E extends Enum<E>> E choice(String key, Class<E> type) {
    var text = text(key);
    return text.isEmpty()
        ? type.getEnumConstants()[0]
        : Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
  }

  public <E extends Enum<E>> @Nullable E choiceOrNull(String key, Class<E> type) {
    return has(key) ? choice(key, type) : null;
  }

  public @Nullable Fields group(String key) {
    return get(key) instanceof Fields fields ? fields : null;
  }

  public List<Fields> groups(String key) {
    return items(key, Fields.class);
  }

  public List<String> texts(String key) {
    return items(key, String.class);
  }

  private <T> List<T> items(String key, Class<T> type) {
    return get(key) instanceof List<?> list
        ? list.stream().filter(type::isInstance).map(type::cast).toList()
        : List.of();
  }

  @SuppressWarnings("unchecked")
  public Map<String, Object> map(String key) {
    return get(key) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }
}
