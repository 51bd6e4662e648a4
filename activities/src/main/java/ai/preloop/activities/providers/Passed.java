package ai.preloop.activities.providers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.http.HttpHeaders;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of a client's request is meant for the provider too: headers and parameters, without those
 * of the connection (RFC 9110, section 7.6.1), those that prove the client, and our own. There is
 * no query where the client speaks another dialect than the provider, empty or not.
 */
public record Passed(HttpHeaders headers, @Nullable String query) {

  /** For a provider of another dialect. */
  public static final Passed NOTHING =
      new Passed(HttpHeaders.of(Map.of(), (name, value) -> true), null);

  private static final Set<String> KEPT_BACK =
      Set.of(
          // of the connection and the message
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "host",
          "content-length",
          "content-encoding",
          "expect",
          "accept-encoding",
          // of the client's credentials
          "authorization",
          "x-api-key",
          "x-goog-api-key",
          "api-key",
          "cookie",
          "x-amz-security-token",
          // of whose account it is, which is ours
          "openai-organization",
          "openai-project",
          "x-goog-user-project",
          "ocp-apim-subscription-key",
          // of the way that the client came
          "forwarded",
          "via",
          "x-real-ip",
          "true-client-ip",
          "cf-connecting-ip",
          // of browsers, whose origin is ours
          "origin",
          "referer");

  /** Ours, those of the way, and those by which proxies that sign people in say who it is. */
  private static final List<String> FAMILIES =
      List.of(
          "x-preloop-",
          "x-forwarded-",
          "cf-access-",
          "x-amzn-oidc-",
          "x-auth-request-",
          "x-goog-authenticated-user-",
          "x-goog-iap-",
          "x-ms-client-principal",
          "x-ms-token-");

  /** Leaves out what stays here. */
  public static Passed of(HttpHeaders client, @Nullable String query) {
    Set<String> named =
        client.allValues("Connection").stream()
            .flatMap(value -> Stream.of(value.split(",")))
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    HttpHeaders kept =
        HttpHeaders.of(client.map(), (name, value) -> goesOn(name.toLowerCase(Locale.ROOT), named));
    return new Passed(kept, query == null ? "" : withoutKey(query));
  }

  private static boolean goesOn(String name, Set<String> ofTheConnection) {
    return !KEPT_BACK.contains(name) && !ofTheConnection.contains(name) && !isOfFamily(name);
  }

  private static boolean isOfFamily(String name) {
    for (String family : FAMILIES) {
      if (name.startsWith(family)) {
        return true;
      }
    }
    return false;
  }

  /** Clients of Gemini may prove themselves by a parameter. */
  private static String withoutKey(String query) {
    return Arrays.stream(query.split("&"))
        .filter(part -> !part.isEmpty() && !isKey(part))
        .collect(Collectors.joining("&"));
  }

  private static boolean isKey(String part) {
    String name = part.contains("=") ? part.substring(0, part.indexOf('=')) : part;
    return Set.of("key", "access_token").contains(decoded(name).toLowerCase(Locale.ROOT));
  }

  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name, UTF_8);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }
}
