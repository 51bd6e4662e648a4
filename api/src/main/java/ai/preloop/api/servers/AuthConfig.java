package ai.preloop.api.servers;

import ai.preloop.activities.servers.ServerSpec;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a server knows us: exactly one of a token, a key, or the name of a secret. */
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
        @Nullable String header) {

  ServerSpec.Auth auth(@Nullable String type) {
    if (type == null) {
      throw invalid("auth_config goes with an auth_type.");
    }
    List<String> given =
        Stream.of(token, key, apiKey, secret).filter(Objects::nonNull).map(each -> each).toList();
    if (given.size() != 1) {
      throw invalid("auth_config has exactly one of token, key and secret.");
    }
    if (secret == null && (token != null) != type.equals("bearer")) {
      throw invalid("auth_config has a token for auth_type bearer, and a key for api_key.");
    }
    if (header != null && !type.equals("api_key")) {
      throw invalid("auth_config has a header for auth_type api_key only.");
    }
    return secret == null
        ? new ServerSpec.Auth(type, header, given.getFirst(), null)
        : new ServerSpec.Auth(type, header, null, secret);
  }

  @Override
  public String toString() {
    return "AuthConfig[hidden]";
  }

  private static ProblemException invalid(String sentence) {
    return new ProblemException(ProblemType.UNPROCESSABLE, sentence);
  }
}
