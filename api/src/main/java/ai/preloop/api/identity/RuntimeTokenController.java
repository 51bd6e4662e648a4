package ai.preloop.api.identity;

import ai.preloop.activities.identity.AllowedModels;
import ai.preloop.activities.identity.Labels;
import ai.preloop.activities.identity.MintedToken;
import ai.preloop.activities.identity.NewToken;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.RuntimeToken;
import ai.preloop.activities.identity.RuntimeTokens;
import ai.preloop.activities.identity.Scope;
import ai.preloop.api.lists.Page;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Short-lived tokens for one run of an agent, which can do less than the key they are made of. */
@RestController
@Tag(name = "API keys")
@RequestMapping("/api/v1/auth")
class RuntimeTokenController {

  private final RuntimeTokens tokens;

  RuntimeTokenController(RuntimeTokens tokens) {
    this.tokens = tokens;
  }

  @Operation(
      operationId = "createRuntimeToken",
      summary = "Make a runtime token of an API key; its text is in this answer only",
      description =
          "Asked with a key that calls tools or models, or by a signed-in owner who names one. It"
              + " counts as its key everywhere, can only do less, and ends with it.")
  @ApiResponse(responseCode = "201", description = "The token, with its text.")
  @ApiResponse(responseCode = "429", description = "The key has too many that are good now.")
  @ApiResponse(responseCode = "422", description = "It would be more than its key.")
  @PostMapping("/runtime-sessions/token")
  @ResponseStatus(HttpStatus.CREATED)
  NewTokenAnswer mint(Principal principal, @Valid @RequestBody TokenRequest asked) {
    return NewTokenAnswer.of(tokens.mint(principal, asked.key(), asked.wanted()));
  }

  @Operation(operationId = "endOwnRuntimeToken", summary = "End the runtime token that asks")
  @DeleteMapping("/runtime-sessions/token")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revokeOwn(Principal principal) {
    tokens.revokeOwn(principal);
  }

  @Operation(
      operationId = "revokeRuntimeToken",
      summary = "End a runtime token",
      description = "By the key that it was made of, by itself, or by a signed-in owner.")
  @DeleteMapping("/runtime-sessions/token/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(Principal principal, @PathVariable UUID id) {
    tokens.revoke(principal, id);
  }

  @Operation(
      operationId = "listRuntimeTokens",
      summary = "List the runtime tokens of an API key that are good now, newest first")
  @GetMapping("/api-keys/{id}/runtime-tokens")
  Page<TokenAnswer> list(Principal principal, @PathVariable UUID id, Page.Asked asked) {
    return Page.of(tokens.list(principal, id), asked, token -> token.id().toString())
        .map(TokenAnswer::of);
  }

  /** What a token is to be; all that is left out is as the key has it. */
  @Schema(name = "RuntimeTokenRequest")
  record TokenRequest(
      @Schema(description = "The name or id of the key, where a person asks.") @Nullable String key,
      @Schema(description = "Some of the key's; without, its mcp:call and gateway:invoke.")
          @Nullable List<@NotNull String> scopes,
      @Schema(description = "Some of the key's models, as its list of them.")
          @Nullable List<@NotNull String> models,
      @Nullable String team,
      @Nullable String agent,
      @Nullable String flow,
      @Nullable String execution,
      @Nullable String session,
      @Schema(
              description = "Seconds until it is over.",
              defaultValue = "3600",
              minimum = "60",
              maximum = "86400")
          @Nullable Long expiresIn) {

    NewToken wanted() {
      return new NewToken(
          wantedScopes(),
          AllowedModels.of(models),
          new Labels(team, agent, flow, execution, session),
          expiresIn == null ? NewToken.USUAL_LIFE : Duration.ofSeconds(expiresIn));
    }

    private @Nullable Set<Scope> wantedScopes() {
      return scopes == null
          ? null
          : scopes.stream().map(Scope::parse).collect(Collectors.toUnmodifiableSet());
    }
  }

  /** A token as it may be shown at any time. */
  @Schema(name = "RuntimeToken")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record TokenAnswer(
      UUID id,
      UUID keyId,
      String keyName,
      List<String> scopes,
      @Nullable List<String> models,
      @Nullable String team,
      @Nullable String agent,
      @Nullable String flow,
      @Nullable String execution,
      @Nullable String session,
      Instant createdAt,
      Instant expiresAt) {

    static TokenAnswer of(RuntimeToken token) {
      return new TokenAnswer(
          token.id(),
          token.key().id(),
          token.key().name(),
          token.scopes().stream().map(Scope::value).sorted().toList(),
          token.models().patterns(),
          token.labels().team(),
          token.labels().agent(),
          token.labels().flow(),
          token.labels().execution(),
          token.labels().session(),
          token.createdAt(),
          token.expiresAt());
    }
  }

  /** The new token: its text is here and nowhere else. */
  @Schema(name = "NewRuntimeToken")
  record NewTokenAnswer(
      String token, String tokenType, long expiresIn, @JsonUnwrapped TokenAnswer rest) {

    static NewTokenAnswer of(MintedToken minted) {
      RuntimeToken token = minted.token();
      long seconds = Duration.between(token.createdAt(), token.expiresAt()).toSeconds();
      return new NewTokenAnswer(minted.text(), "bearer", seconds, TokenAnswer.of(token));
    }

    @Override
    public String toString() {
      return "NewTokenAnswer[" + rest.id() + "]";
    }
  }
}
