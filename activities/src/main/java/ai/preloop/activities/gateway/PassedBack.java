package ai.preloop.activities.gateway;

import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The headers of a provider's answer that are meant for the client: not those of the connection
 * (RFC 9110, section 7.6.1), those that bind a browser, those that name our own account there, or
 * those that only we say.
 */
final class PassedBack {

  private static final Set<String> KEPT_BACK =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "content-length",
          "location",
          "set-cookie",
          "set-cookie2",
          "alt-svc",
          "server",
          "date",
          "via",
          "strict-transport-security",
          "clear-site-data",
          "content-security-policy",
          "nel",
          "report-to",
          "reporting-endpoints",
          "refresh",
          "www-authenticate",
          "openai-organization",
          "openai-project",
          "anthropic-organization-id");

  private static final Set<String> OF_THE_BODY =
      Set.of("content-type", "content-encoding", "content-language", "etag", "digest");

  private static final List<String> KEPT_BACK_FAMILIES = List.of("x-preloop-", "access-control-");

  private PassedBack() {}

  /** A header of an answer. */
  record Field(String name, String value) {}

  /** All that pass; without those of the body where that is another one for the client. */
  static List<Field> of(HttpHeaders headers, boolean sameBody) {
    Set<String> named = ofTheConnection(headers);
    List<Field> passed = new ArrayList<>();
    headers
        .map()
        .forEach((name, values) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          boolean fits = sameBody || !OF_THE_BODY.contains(lower);
          if (fits && !named.contains(lower) && !isKeptBack(lower)) {
            values.forEach(value -> passed.add(new Field(name, value)));
          }
        });
    return passed;
  }

  private static Set<String> ofTheConnection(HttpHeaders headers) {
    return headers.allValues("Connection").stream()
        .flatMap(value -> Stream.of(value.split(",")))
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  private static boolean isKeptBack(String name) {
    return KEPT_BACK.contains(name) || KEPT_BACK_FAMILIES.stream().anyMatch(name::startsWith);
  }
}
