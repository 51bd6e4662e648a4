package ai.preloop.api.servers;

import static ai.preloop.policies.problems.ProblemException.unprocessable;

import ai.preloop.activities.oauth.OAuthSettings;
import ai.preloop.activities.oauth.OAuthSettings.Kind;
import ai.preloop.activities.oauth.OAuthSettings.Whose;
import ai.preloop.activities.servers.ServerSpec;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a server knows us: exactly one of a token, a key, or the name of a secret; or, by OAuth, as
 * which client.
 */
@Schema(name = "McpServerAuthConfig")
record AuthConfig(
    @Schema(description = "For auth_type bearer.", accessMode = Schema.AccessMode.WRITE_ONLY)
        @Nullable String token,
    @Schema(description = "For auth_type api_key.", accessMode = Schema.AccessMode.WRITE_ONLY)
        @Nullable String key,
    @Schema(description = "The same as key.", accessMode = Schema.AccessMode.WRITE_ONLY)
        @Nullable String apiKey,
    @Schema(description = "The name of a secret that is kept already.") @Nullable String secret,
    @Schema(description = "For auth_type api_key; X-API-Key when it is left out.")
        @Nullable String header,
    @Schema(description = "For auth_type oauth; without one Preloop registers itself.")
        @Nullable String clientId,
    @Schema(
            description = "For auth_type oauth, with client_id; secret may name one that is kept.",
            accessMode = Schema.AccessMode.WRITE_ONLY)
        @Nullable String clientSecret,
    @Schema(description = "For auth_type oauth; what the server names when it is left out.")
        @Nullable String scope,
    @Schema(
            description = "For auth_type oauth: each person grants access for their own calls.",
            defaultValue = "false")
        @Nullable Boolean perUser,
    @Schema(
            description = "For auth_type oauth.",
            defaultValue = "authorization_code",
            allowableValues = {"authorization_code", "client_credentials"})
        @Nullable String grant) {

  ServerSpec.Auth auth(@Nullable String type) {
    if (type == null) {
      throw unprocessable("auth_config goes with an auth_type.");
    }
    if (type.equals(ServerSpec.Auth.OAUTH)) {
      return oauth();
    }
    if (Stream.of(clientId, clientSecret, scope, perUser, grant).anyMatch(Objects::nonNull)) {
      throw unprocessable(
          "client_id, client_secret, scope, per_user and grant are for auth_type oauth.");
    }
    List<String> given =
        Stream.of(token, key, apiKey, secret).filter(Objects::nonNull).map(each -> each).toList();
    if (given.size() != 1) {
      throw unprocessable("auth_config has exactly one of token, key and secret.");
    }
    if (secret == null && (token != null) != type.equals("bearer")) {
      throw unprocessable("auth_config has a token for auth_type bearer, and a key for api_key.");
    }
    if (header != null && !type.equals("api_key")) {
      throw unprocessable("auth_config has a header for auth_type api_key only.");
    }
    return secret == null
        ? new ServerSpec.Auth(type, header, given.getFirst(), null)
        : new ServerSpec.Auth(type, header, null, secret);
  }

  private ServerSpec.Auth oauth() {
    if (Stream.of(token, key, apiKey, header).anyMatch(Objects::nonNull)) {
      throw unprocessable("auth_type oauth takes no token, key or header.");
    }
    if (secret != null && clientSecret != null) {
      throw unprocessable("auth_config has a client_secret or the name of a secret.");
    }
    Kind kind =
        Kind.of(grant == null ? Kind.AUTHORIZATION_CODE.word() : grant)
            .orElseThrow(
                () -> unprocessable("The grant is authorization_code or client_credentials."));
    return new ServerSpec.Auth(
        ServerSpec.Auth.OAUTH,
        null,
        clientSecret,
        secret,
        new OAuthSettings(
            clientId, scope, Boolean.TRUE.equals(perUser) ? Whose.PERSON : Whose.ACCOUNT, kind));
  }

  @Override
  public String toString() {
    return "AuthConfig[hidden]";
  }
}
