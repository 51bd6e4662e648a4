package ai.preloop.activities.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.secrets.Origin;
import ai.preloop.activities.upstream.Challenge;
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
import org.jspecify.annotations.Nullable;
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

  /** Some let anybody begin, and ask who it is at the first request that matters. */
  private static final byte[] LISTING =
      """
      {"jsonrpc":"2.0","id":2,"method":"tools/list","params":{"_meta":{\
      "io.modelcontextprotocol/protocolVersion":"2026-07-28",\
      "io.modelcontextprotocol/clientInfo":{"name":"preloop","version":"1"},\
      "io.modelcontextprotocol/clientCapabilities":{}}}}\
      """
          .getBytes(UTF_8);

  private final WebDocuments web;

  Discovery(WebDocuments web) {
    this.web = web;
  }

  /** Who grants access, the scopes to ask for, and what the server calls itself. */
  record Found(AuthorizationServer server, List<String> scopes, @Nullable String resource) {}

  /** UPSTREAM_FAILED, with what is missing, where nobody is found who could grant it. */
  Found find(OAuthServer server) {
    Optional<Challenge> challenged = challenge(server.url());
    Challenge challenge = challenged.orElse(Challenge.NONE);
    Optional<JsonNode> resource =
        challenge
            .resourceMetadata()
            .map(named -> required(server, named))
            .or(() ->
                wellKnown(server.url(), RESOURCE).flatMap(at -> document(at).stream()).findFirst());
    resource.ifPresent(said -> requireSame(server, said));
    AuthorizationServer granting =
        resource.map(said -> granting(server, said)).orElseGet(() -> itself(server, challenged));
    List<String> scopes =
        resource
            .filter(_ -> challenge.scopes().isEmpty())
            .map(said -> Json.texts(said, "scopes_supported"))
            .orElse(challenge.scopes());
    return new Found(
        granting, scopes, resource.flatMap(said -> Json.text(said, "resource")).orElse(null));
  }

  private Optional<Challenge> challenge(URI server) {
    return Stream.of(PROBE, LISTING)
        .map(body -> web.post(server, Credential.NONE, new Content("application/json", body)))
        .filter(answer -> answer.status() == 401)
        .map(Answer::challenge)
        .findFirst();
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

  private AuthorizationServer granting(OAuthServer server, JsonNode resource) {
    String issuer =
        Json.texts(resource, "authorization_servers").stream()
            .findFirst()
            .orElseGet(() -> root(server.url()).toString());
    URI at = url(issuer, "issuer");
    requireTls(server, at);
    return metadata(at)
        .map(said -> new Metadata(server, said).read(issuer))
        .orElseThrow(
            () -> failed("The authorization server %s has no metadata.".formatted(issuer)));
  }

  /** A server that says nothing of itself as a resource grants access itself (MCP 2025-03-26). */
  private AuthorizationServer itself(OAuthServer server, Optional<Challenge> challenged) {
    URI root = root(server.url());
    return metadata(root)
        .map(said -> new Metadata(server, said).read(root.toString()))
        .or(() -> challenged.filter(_ -> registers(server)).map(_ -> Metadata.unsaid(root)))
        .orElseThrow(() -> failed("The server does not say who grants access to it."));
  }

  /** Who is known somewhere already is not known at a place that nobody named. */
  private static boolean registers(OAuthServer server) {
    return server.settings().clientId() == null && !server.settings().isUnattended();
  }

  private Optional<JsonNode> metadata(URI at) {
    String path = withoutSlash(path(at));
    Stream<URI> addresses =
        path.isEmpty()
            ? Stream.of(at.resolve(OAUTH), at.resolve(OPENID))
            : Stream.of(
                at.resolve(OAUTH + path), at.resolve(OPENID + path), at.resolve(path + OPENID));
    return addresses.flatMap(address -> document(address).stream()).findFirst();
  }

  /** Without a path the address is asked for once. */
  private static Stream<URI> wellKnown(URI url, String known) {
    return Stream.of(known + path(url), known).distinct().map(url::resolve);
  }

  /** Some answer every address with a page: what cannot be read is not there. */
  private Optional<JsonNode> document(URI at) {
    Answer answer = web.get(at);
    return switch (answer.status()) {
      case 200 -> Json.read(answer.body());
      case 404, 405, 410 -> Optional.empty();
      default ->
          throw failed(
              "Who grants access cannot be found out now; try again later: %s answered with HTTP status %d."
                  .formatted(at, answer.status()));
    };
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
