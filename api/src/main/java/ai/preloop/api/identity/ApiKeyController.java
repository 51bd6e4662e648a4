package ai.preloop.api.identity;

import ai.preloop.activities.identity.AllowedModels;
import ai.preloop.activities.identity.ApiKey;
import ai.preloop.activities.identity.ApiKeys;
import ai.preloop.activities.identity.Labels;
import ai.preloop.activities.identity.MintedKey;
import ai.preloop.activities.identity.NewKey;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.api.lists.Page;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
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

/** API keys; the text of one is in the answer that makes it and in no other. */
@RestController
@Tag(name = "API keys")
@RequestMapping("/api/v1/auth/api-keys")
class ApiKeyController {

  private final ApiKeys keys;

  ApiKeyController(ApiKeys keys) {
    this.keys = keys;
  }

  @Operation(operationId = "listApiKeys", summary = "List the API keys, newest first")
  @GetMapping
  Page<KeyAnswer> list(Principal principal, Page.Asked asked) {
    return Page.of(keys.list(principal), asked, key -> key.id().toString())
        .map(key -> KeyAnswer.of(key, null));
  }

  @Operation(operationId = "getApiKey", summary = "Show an API key, without its text")
  @GetMapping("/{id}")
  KeyAnswer get(Principal principal, @PathVariable UUID id) {
    return KeyAnswer.of(keys.get(principal, id), null);
  }

  @Operation(
      operationId = "createApiKey",
      summary = "Make an API key; its text is in this answer only")
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  KeyAnswer mint(Principal principal, @Valid @RequestBody KeyRequest asked) {
    MintedKey minted = keys.mint(principal, asked.wanted());
    return KeyAnswer.of(minted.key(), minted.text());
  }

  @Operation(operationId = "revokeApiKey", summary = "End an API key")
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(Principal principal, @PathVariable UUID id) {
    keys.revoke(principal, id);
  }

  /**
   * What a key is to be; without {@code models} it may call all that the policy allows. What its
   * calls belong to is said here, and by nobody else afterwards.
   */
  record KeyRequest(
      @NotNull String name,
      @NotNull List<@NotNull String> scopes,
      @Nullable Instant expiresAt,
      @Nullable List<@NotNull String> models,
      @Schema(description = LABEL) @Nullable String team,
      @Schema(description = LABEL) @Nullable String agent,
      @Schema(description = LABEL) @Nullable String flow) {

    private static final String LABEL =
        "What its calls belong to, whatever they say; 1 to 200 printable characters.";

    NewKey wanted() {
      return new NewKey(
          name,
          scopes.stream().map(Scope::parse).collect(Collectors.toUnmodifiableSet()),
          expiresAt,
          AllowedModels.of(models),
          Labels.ofKey(team, agent, flow));
    }
  }

  /** {@code key} is there once. */
  record KeyAnswer(
      UUID id,
      String name,
      List<String> scopes,
      String prefix,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String key,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable List<String> models,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String team,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String agent,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String flow) {

    static KeyAnswer of(ApiKey key, @Nullable String text) {
      return new KeyAnswer(
          key.id(),
          key.name(),
          key.scopes().stream().map(Scope::value).sorted().toList(),
          key.prefix(),
          text,
          key.createdAt(),
          key.expiresAt(),
          key.models().patterns(),
          key.labels().team(),
          key.labels().agent(),
          key.labels().flow());
    }
  }
}
