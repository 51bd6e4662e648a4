package ai.preloop.api.problems;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.FieldError;

/** What is wrong with one value of a request, in words that its sender can act on. */
final class WrongForm {

  private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  private WrongForm() {}

  /** A value that is not of the type that is expected; the value itself is never said. */
  static String of(String name, @Nullable Class<?> expected) {
    return sent(name) + " " + words(expected == null ? "" : expected.getSimpleName());
  }

  static String of(FieldError error) {
    return sent(error.getField()) + " " + (error.isBindingFailure() ? bound(error) : broken(error));
  }

  /** As the member is sent: ours are named otherwise in the code. */
  private static String sent(String name) {
    return HUMP.matcher(name).replaceAll("_").toLowerCase(Locale.ROOT);
  }

  private static String broken(FieldError error) {
    return "NotNull".equals(error.getCode())
        ? "is missing"
        : String.valueOf(error.getDefaultMessage());
  }

  /** The framework's codes end with the type that was expected. */
  private static String bound(FieldError error) {
    return Stream.ofNullable(error.getCodes())
        .flatMap(Arrays::stream)
        .map(code -> words(code.substring(code.lastIndexOf('.') + 1)))
        .filter(words -> !words.equals(words("")))
        .findFirst()
        .orElse(words(""));
  }

  private static String words(String type) {
    return switch (type) {
      case "UUID" -> "is not an id: ids are UUIDs";
      case "Instant" -> "is not a time: times are like 2026-11-21T10:00:00Z";
      case "int", "Integer", "long", "Long" -> "is not a whole number";
      case "boolean", "Boolean" -> "is neither true nor false";
      default -> "has a wrong form";
    };
  }
}
