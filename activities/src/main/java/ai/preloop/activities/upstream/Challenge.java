package ai.preloop.activities.upstream;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a server says in {@code WWW-Authenticate} of how it is signed in to (RFC 6750, section 3;
 * RFC 9728, 5.1); scopes that could not be asked for are left out.
 */
public record Challenge(
    Optional<String> resourceMetadata, List<String> scopes, boolean isForMoreScope) {

  /** For a server that says nothing. */
  public static final Challenge NONE = new Challenge(Optional.empty(), List.of(), false);

  private static final int MOST_SCOPES = 100;

  private static final Pattern BEARER =
      Pattern.compile("(?:^|,)\\s*Bearer\\s+(.*)", Pattern.CASE_INSENSITIVE);

  /** RFC 6749, section 3.3. */
  private static final Pattern SCOPE = Pattern.compile("[!#-\\[\\]-~]{1,200}");

  public Challenge {
    scopes = List.copyOf(scopes);
  }

  /** What is said in all of the headers; where two say something else, the first counts. */
  static Challenge of(List<String> headers) {
    List<String> bearer = headers.stream().flatMap(Challenge::bearer).toList();
    return new Challenge(
        parameter(bearer, "resource_metadata"),
        parameter(bearer, "scope").stream()
            .flatMap(said -> Stream.of(said.split(" ")))
            .filter(scope -> SCOPE.matcher(scope).matches())
            .distinct()
            .limit(MOST_SCOPES)
            .toList(),
        parameter(bearer, "error").filter("insufficient_scope"::equals).isPresent());
  }

  private static Stream<String> bearer(String header) {
    Matcher bearer = BEARER.matcher(header);
    return bearer.find() ? Stream.of(bearer.group(1)) : Stream.empty();
  }

  private static Optional<String> parameter(List<String> said, String name) {
    return said.stream().flatMap(each -> parameter(each, name).stream()).findFirst();
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
