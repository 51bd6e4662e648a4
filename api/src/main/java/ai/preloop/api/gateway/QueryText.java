package ai.preloop.api.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A query as it came, which servlets would read form bodies into. */
record QueryText(List<String> parts) {

  private static final Pattern BROKEN = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  static QueryText of(@Nullable String query) {
    return new QueryText(
        query == null || query.isEmpty() ? List.of() : Arrays.asList(query.split("&", -1)));
  }

  /** The same query, which goes on to a provider; INVALID_REQUEST where no address may have it. */
  static @Nullable String wellFormed(@Nullable String query) {
    if (query != null && BROKEN.matcher(query).find()) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST, "The query has a percent sign that encodes nothing.");
    }
    return query;
  }

  /** The first value of a parameter, decoded; null where there is none or it is not well-formed. */
  @Nullable String value(String name) {
    for (String part : parts) {
      if (part.startsWith(name + "=")) {
        return decoded(part.substring(name.length() + 1));
      }
    }
    return null;
  }

  private static @Nullable String decoded(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      return null; // A percent sign that begins nothing; as good as no value.
    }
  }
}
