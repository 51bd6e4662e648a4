package ai.preloop.api.servers;

import ai.preloop.activities.oauth.Authorizations.Begun;
import ai.preloop.activities.oauth.GrantedAccess.Standing;
import ai.preloop.activities.servers.ServerAuthorizations.State;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a server's grant stands, for whoever asks. */
@Schema(name = "McpServerAuthorization")
record AuthorizationAnswer(
    @Schema(allowableValues = {"none", "granted", "failed"}) String status,
    @Schema(description = "Whether each person grants access for their own calls.") boolean perUser,
    @Nullable Instant authorizedAt,
    @Schema(description = "Until when the token of now is good; it is renewed before.")
        @Nullable Instant expiresAt,
    @Nullable String error,
    @Schema(
            description =
                "What was granted, as far as the authorization server or we asked for it by name.")
        @Nullable String scope,
    @Schema(
            description =
                "What the server wants beside that: the next who authorises it asks for both.")
        @Nullable String wantedScope) {

  static AuthorizationAnswer of(State state) {
    boolean perUser = state.server().settings().isPerPerson();
    return state
        .standing()
        .map(standing -> of(standing, perUser))
        .orElseGet(() -> new AuthorizationAnswer("none", perUser, null, null, null, null, null));
  }

  private static AuthorizationAnswer of(Standing standing, boolean perUser) {
    return new AuthorizationAnswer(
        standing.failure() == null ? "granted" : "failed",
        perUser,
        standing.authorizedAt(),
        standing.expiresAt(),
        standing.failure(),
        text(standing.scopes()),
        text(standing.wanted()));
  }

  private static @Nullable String text(List<String> scopes) {
    return scopes.isEmpty() ? null : String.join(" ", scopes);
  }

  /** Where somebody is to go. */
  @Schema(name = "McpServerAuthorizationBegun")
  record Sent(
      @Schema(
              description =
                  "For the person's browser; null where the grant needs nobody and is there now.")
          @Nullable URI authorizationUrl,
      @Schema(description = "Until when it can be used, once.") @Nullable Instant expiresAt) {

    static Sent of(Begun begun) {
      return new Sent(begun.address().orElse(null), begun.expiresAt().orElse(null));
    }
  }
}
