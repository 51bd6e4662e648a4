package ai.preloop.activities.mcp;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonType;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The headers in which a tool's schema asks for what its arguments say (MCP 2026-07-28, Streamable
 * HTTP, Custom Headers from Tool Parameters): whatever stands before an endpoint may go by them.
 */
public final class ParameterHeaders {

  static final String ANNOTATION = "x-mcp-header";

  /** What may be the name of a header (RFC 9110, section 5.1); all else is none. */
  static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");

  private static final String PREFIX = "Mcp-Param-";

  private ParameterHeaders() {}

  /** The first header that is missing, or says something else; {@code headers} finds one. */
  public static Optional<String> mismatch(
      Map<?, ?> schema, @Nullable JsonSlice arguments, Function<String, @Nullable String> headers) {
    return asked(schema, arguments)
        .filter(asked -> !asked.isSaidBy(headers.apply(asked.header())))
        .map(Asked::header)
        .findFirst();
  }

  /**
   * Why a schema asks for headers that nobody could send rightly, which makes the tool one that may
   * not be used (Schema Extension).
   */
  static Optional<String> fault(Map<String, Object> schema) {
    return new HeaderAnnotations().fault(schema);
  }

  /** What they say of these arguments. */
  static Map<String, String> of(Map<?, ?> schema, @Nullable JsonSlice arguments) {
    Map<String, String> headers = new LinkedHashMap<>();
    asked(schema, arguments)
        .filter(asked -> asked.value() != null && !asked.value().is(JsonType.NULL))
        .forEach(asked -> headers.put(asked.header(), HeaderValue.encoded(asked.said())));
    return headers;
  }

  /** Reached by properties alone: an annotation anywhere else means nothing. */
  private static Stream<Asked> asked(Map<?, ?> schema, @Nullable JsonSlice object) {
    return schema.get("properties") instanceof Map<?, ?> properties
        ? properties.entrySet().stream().flatMap(property -> asked(property, object))
        : Stream.empty();
  }

  private static Stream<Asked> asked(Map.Entry<?, ?> property, @Nullable JsonSlice object) {
    JsonSlice value = object == null ? null : object.member(String.valueOf(property.getKey()));
    if (!(property.getValue() instanceof Map<?, ?> schema)) {
      return Stream.empty();
    }
    return schema.get(ANNOTATION) instanceof String name && TOKEN.matcher(name).matches()
        ? Stream.of(new Asked(PREFIX + name, value))
        : asked(schema, value);
  }

  private record Asked(String header, @Nullable JsonSlice value) {

    String said() {
      String text = value == null ? "" : value.text();
      return text == null ? String.valueOf(value) : text;
    }

    boolean isSaidBy(@Nullable String said) {
      if (value == null || value.is(JsonType.NULL)) {
        return said == null;
      }
      if (said == null) {
        return false;
      }
      String decoded = HeaderValue.isPlain(said) ? HeaderValue.decoded(said) : null;
      return decoded != null && isSame(value, decoded);
    }

    private static boolean isSame(JsonSlice value, String said) {
      return switch (value.type()) {
        case STRING -> said.equals(value.text());
        case NUMBER -> isNumber(value, said);
        case BOOLEAN, NULL, OBJECT, ARRAY -> said.equals(value.toString());
      };
    }

    private static boolean isNumber(JsonSlice value, String said) {
      try {
        return new BigDecimal(said).compareTo(new BigDecimal(value.toString())) == 0;
      } catch (NumberFormatException e) {
        return false;
      }
    }
  }
}
