package ai.preloop.activities.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.secrets.Origin;
import ai.preloop.activities.upstream.Credential;
import ai.preloop.activities.upstream.WebDocuments;
import ai.preloop.activities.upstream.WebDocuments.Answer;
import ai.preloop.activities.upstream.WebDocuments.Content;
import ai.preloop.policies.documents.ServerSyntax;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Finds who grants access to a server (MCP, Authorization Server Discovery): what the server says
 * when it is asked without a token, its metadata (RFC 9728), and that of its authorization server
 * (RFC 8414, OpenID Connect Discovery 1.0).
 */
final class Discovery {

  private static final String RESOURCE = "/.well-known/oauth-protected-resource";
  private static final String OAUTH = "/.well-known/oauth-authorization-server";
  private static final String OPENID = "/.well-known/openid-configuration";
  private static final byte[] PROBE =
      """
      {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
      "capabilities":{},"clientInfo":{"name":"preloop","version":"1"}}}\
      """
          .getBytes(UTF_8);

  private final WebDocuments web;

  Discovery(WebDocuments web) {
    this.web = web;
  }

  /** Who grants access, and the scopes to ask for. */
  record Found(AuthorizationServer server, List<String> scopes) {}

  /** UPSTREAM_FAILED, with what is missing, where nobody is found who could grant it. */
  Found find(OAuthServer server) {
    Challenge challenge = challenge(server.url());
    Optional<JsonNode> resource =
        challenge
            .resourceMetadata()
            .map(named -> required(server, named))
            .or(() ->
                wellKnown(server.url(), RESOURCE).flatMap(at -> document(at).stream()).findFirst());
    resource.ifPresent(said -> requireSame(server, said));
    String issuer =
        resource
            .map(said -> Json.texts(said, "authorization_servers"))
            .flatMap(named -> named.stream().findFirst())
            .orElseGet(() -> root(server.url()).toString());
    AuthorizationServer granting = granting(server, issuer);
    List<String> scopes =
        challenge
            .scope()
            .map(scope -> List.of(scope.split(" ")))
            .or(() -> resource.map(said -> Json.texts(said, "scopes_supported")))
            .orElse(List.of());
    return new Found(granting, scopes);
  }

  private Challenge challenge(URI server) {
    Answer answer = web.post(server, Credential.NONE, new Content("application/json", PROBE));
    return Challenge.of(answer.status() == 401 ? answer.challenge() : null);
  }

  private JsonNode required(OAuthServer server, String named) {
    URI at = url(named, "resource metadata");
    requireTls(server, at);
    return document(at)
        .orElseThrow(() ->
            failed("The server names metadata of its own that is not there or cannot be read."));
  }

  /** What is said of another resource is not said of this one (RFC 9728, section 3.3). */
  private static void requireSame(OAuthServer server, JsonNode said) {
    String resource = Json.text(said, "resource").orElse("");
    URI named = url(resource, "resource");
    boolean same =
        Origin.of(named).equals(Origin.of(server.url()))
            && isUnder(path(server.url()), path(named));
    if (!same) {
      throw failed("The server's metadata speaks of another resource, %s.".formatted(named));
    }
  }

  private static boolean isUnder(String path, String above) {
    return path.equals(above) || path.startsWith(above.endsWith("/") ? above : above + "/");
  }

  private AuthorizationServer granting(OAuthServer server, String issuer) {
    URI at = url(issuer, "issuer");
    requireTls(server, at);
    String path = withoutSlash(path(at));
    Stream<URI> addresses =
        path.isEmpty()
            ? Stream.of(at.resolve(OAUTH), at.resolve(OPENID))
            : Stream.of(
                at.resolve(OAUTH + path), at.resolve(OPENID + path), at.resolve(path + OPENID));
    JsonNode said =
        addresses
            .flatMap(address -> document(address).stream())
            .findFirst()
            .orElseThrow(
                () -> failed("The authorization server %s has no metadata.".formatted(issuer)));
    return new Metadata(server, said).read(issuer);
  }

  /** Without a path the address is asked for once. */
  private static Stream<URI> wellKnown(URI url, String known) {
    return Stream.of(known + path(url), known).distinct().map(url::resolve);
  }

  /** Some answer every address with a page: what cannot be read is not there. */
  private Optional<JsonNode> document(URI at) {
    Answer answer = web.get(at);
    return answer.status() == 200 ? Json.read(answer.body()) : Optional.empty();
  }

  private static String path(URI url) {
    String path = url.getRawPath();
    return path == null || path.equals("/") ? "" : path;
  }

  /** RFC 8414, section 3.1. */
  private static String withoutSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static URI root(URI url) {
    return url.resolve("/");
  }

  static URI url(String text, String what) {
    try {
      URI url = URI.create(text);
      if (ServerSyntax.faultOfUrl(url).isEmpty()) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      throw failed("The %s is no address that can be read.".formatted(what)).causedBy(e);
    }
    throw failed("The %s is no address of a server.".formatted(what));
  }

  /** Only who is reached without TLS may name others that are. */
  static void requireTls(OAuthServer server, URI url) {
    if (!"https".equalsIgnoreCase(url.getScheme())
        && "https".equalsIgnoreCase(server.url().getScheme())) {
      throw failed("The address %s is not reached by https.".formatted(url));
    }
  }

  static ProblemException failed(String sentence) {
    return new ProblemException(ProblemType.UPSTREAM_FAILED, sentence);
  }
}
