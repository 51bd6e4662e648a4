package ai.preloop.api.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * In which form a request of Gemini's has its answer
 * (cloud.google.com/apis/docs/system-parameters): one that leaves out what was used, or cannot be
 * read here, would keep its cost from the ledger.
 */
final class AnswerShape {

  private static final Set<String> WHOLE = Set.of("*");
  private static final Set<String> READ = Set.of("json", "sse");

  private AnswerShape() {}

  /** INVALID_REQUEST where the answer would not be whole JSON. */
  static void require(HttpServletRequest request) {
    requireWhole(request.getHeader("X-Goog-FieldMask"));
    String query = request.getQueryString();
    for (String part : query == null ? List.<String>of() : Arrays.asList(query.split("&"))) {
      require(part);
    }
  }

  private static void require(String part) {
    int equals = part.indexOf('=');
    String name = decoded(equals < 0 ? part : part.substring(0, equals));
    String value = equals < 0 ? "" : decoded(part.substring(equals + 1));
    switch (name.replace("$", "").toLowerCase(Locale.ROOT)) {
      case "fields" -> requireWhole(value);
      case "alt" -> requireRead(value);
      case "callback" -> throw refused("callback");
      default -> {}
    }
  }

  private static void requireWhole(@Nullable String mask) {
    if (mask != null && !mask.isBlank() && !WHOLE.contains(mask.strip())) {
      throw refused("fields");
    }
  }

  private static void requireRead(String form) {
    if (!form.isEmpty() && !READ.contains(form.toLowerCase(Locale.ROOT))) {
      throw refused("alt");
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(QueryText.wellFormed(text) == null ? "" : text, UTF_8);
  }

  private static ProblemException refused(String what) {
    return new ProblemException(
        ProblemType.INVALID_REQUEST,
        "Answers come whole, as JSON or as events, so that what was used is known: leave out `%s`."
            .formatted(what));
  }
}
