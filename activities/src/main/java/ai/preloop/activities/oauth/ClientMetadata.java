package ai.preloop.activities.oauth;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What Preloop says of itself as a client, at an address that authorization servers may take for
 * its id (draft-ietf-oauth-client-id-metadata-document); {@code url} where others can read it.
 */
public record ClientMetadata(Optional<URI> url) {

  /** What people who are asked to agree read. */
  static final String NAME = "Preloop";

  /** Only what is reached by https is anybody's id. */
  public ClientMetadata {
    url = url.filter(at -> "https".equalsIgnoreCase(at.getScheme()));
  }

  /** The document, for who comes back to this address; empty where nobody takes it for an id. */
  public Optional<Map<String, Object>> document(URI callback) {
    return url.map(id -> {
      Map<String, Object> said = new LinkedHashMap<>();
      said.put("client_id", id.toString());
      said.put("client_name", NAME);
      said.put("application_type", kind(callback));
      said.put("redirect_uris", List.of(callback.toString()));
      said.put("grant_types", List.of("authorization_code", "refresh_token"));
      said.put("response_types", List.of("code"));
      said.put("token_endpoint_auth_method", OAuthClient.NONE);
      return said;
    });
  }

  /** As the operator has it: {@code none}, or an address; where nothing is said, this one. */
  public static ClientMetadata of(String setting, URI usual) {
    return new ClientMetadata(
        switch (setting) {
          case "" -> Optional.of(usual);
          case "none" -> Optional.empty();
          default -> Optional.of(URI.create(setting));
        });
  }

  /** Who sends people back to loopback is native (OpenID Connect Registration 1.0, section 2). */
  static String kind(URI callback) {
    String host = Objects.requireNonNullElse(callback.getHost(), "").toLowerCase(Locale.ROOT);
    boolean isHere = host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
    return isHere ? "native" : "web";
  }
}
