package ai.preloop.activities.oauth;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a server says in {@code WWW-Authenticate} of how it is signed in to (RFC 9728, 5.1). */
record Challenge(Optional<String> resourceMetadata, Optional<String> scope) {

  private static final Pattern BEARER =
      Pattern.compile("(?:^|,)\\s*Bearer\\s+(.*)", Pattern.CASE_INSENSITIVE);

  static Challenge of(@Nullable String header) {
    Matcher bearer = BEARER.matcher(header == null ? "" : header);
    String said = bearer.find() ? bearer.group(1) : "";
    return new Challenge(parameter(said, "resource_metadata"), parameter(said, "scope"));
  }

  private static Optional<String> parameter(String said, String name) {
    Matcher found =
        Pattern.compile("(?:^|[,\\s])" + name + "\\s*=\\s*(?:\"([^\"]*)\"|([^\\s,]+))")
            .matcher(said);
    return found.find()
        ? Optional.of(found.group(1) == null ? found.group(2) : found.group(1))
        : Optional.empty();
  }
}
