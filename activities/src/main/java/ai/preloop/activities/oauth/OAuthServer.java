package ai.preloop.activities.oauth;

import ai.preloop.activities.upstream.Reach;
import ai.preloop.workflows.identity.AccountId;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A server that is signed in to by OAuth; {@code secretName} names a configured client's secret.
 */
public record OAuthServer(
    AccountId account,
    UUID id,
    String name,
    URI url,
    OAuthSettings settings,
    @Nullable String secretName,
    Reach reach) {

  /** The names of what sign-ins gave begin with this. */
  public static final String SECRETS = "mcp-oauth/";

  String secrets() {
    return secrets(id);
  }

  /** The names of what is kept for a server begin with this. */
  public static String secrets(UUID server) {
    return SECRETS + server + "/";
  }

  /** Names the server as a resource (RFC 8707, section 2). */
  String resource() {
    String text = url.toString();
    return "/".equals(url.getRawPath()) && url.getRawQuery() == null
        ? text.substring(0, text.length() - 1)
        : text;
  }
}
