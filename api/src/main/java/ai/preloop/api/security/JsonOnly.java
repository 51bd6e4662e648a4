package ai.preloop.api.security;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a raw servlet takes: a web page cannot send this type elsewhere without being asked. */
public final class JsonOnly {

  private JsonOnly() {}

  public static void require(@Nullable String contentType) {
    String media =
        contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!media.equals("application/json")) {
      throw new ProblemException(
          ProblemType.UNSUPPORTED_MEDIA_TYPE, "The content type of a message is application/json.");
    }
  }
}
