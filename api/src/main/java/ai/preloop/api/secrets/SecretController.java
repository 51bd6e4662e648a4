package ai.preloop.api.secrets;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.secrets.KeptSecret;
import ai.preloop.activities.servers.Secrets;
import ai.preloop.api.lists.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The credentials that servers and policies refer to by name. */
@RestController
@RequestMapping("/api/v1/secrets")
@Tag(name = "Secrets", description = "Credentials that servers and policies refer to by name.")
class SecretController {

  private static final String PROBLEM = "application/problem+json";
  private static final String USED = "A server uses it; `servers` has which.";
  private static final String NAMED =
      "For names that a path cannot have: those with a slash, which are Preloop's own. ";

  private final Secrets secrets;

  SecretController(Secrets secrets) {
    this.secrets = secrets;
  }

  @GetMapping
  @Operation(
      operationId = "listSecrets",
      summary = "List the secrets by name, without their values",
      description =
          "Names with a slash are Preloop's own: credentials that came with a server or a document.")
  Page<SecretAnswer> list(Principal principal, Page.Asked asked) {
    return Page.of(secrets.list(principal), asked, KeptSecret::name).map(SecretAnswer::of);
  }

  @PutMapping("/{name}")
  @Operation(
      operationId = "putSecret",
      summary = "Keep a value under a name, or replace it",
      description = "The value is sealed, and comes back from nowhere.")
  SecretAnswer put(
      Principal principal, @PathVariable String name, @RequestBody SecretRequest asked) {
    return SecretAnswer.of(secrets.put(principal, name, asked.value(), asked.url()));
  }

  @PostMapping("/{name}/rebind")
  @Operation(
      operationId = "rebindSecret",
      summary = "Let a secret be sent to another origin, and to that only")
  SecretAnswer rebind(
      Principal principal, @PathVariable String name, @RequestBody SecretRequest.Rebind asked) {
    return SecretAnswer.of(secrets.rebind(principal, name, asked.url()));
  }

  @PostMapping("/rebind")
  @Operation(
      operationId = "rebindSecretByName",
      summary = "Let a secret, named in the body, be sent to another origin only",
      description = NAMED)
  SecretAnswer rebind(Principal principal, @RequestBody SecretRequest.NamedRebind asked) {
    return SecretAnswer.of(secrets.rebind(principal, asked.name(), asked.url()));
  }

  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(operationId = "deleteSecret", summary = "Forget a secret that no server uses")
  @ApiResponse(responseCode = "204", description = "Forgotten.")
  @ApiResponse(
      responseCode = "409",
      description = USED,
      content = @Content(mediaType = PROBLEM, schema = @Schema(ref = "Problem")))
  void delete(Principal principal, @PathVariable String name) {
    secrets.delete(principal, name);
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "deleteSecretByName",
      summary = "Forget a secret, named in the query, that no server uses",
      description = NAMED)
  @ApiResponse(responseCode = "204", description = "Forgotten.")
  @ApiResponse(
      responseCode = "409",
      description = USED,
      content = @Content(mediaType = PROBLEM, schema = @Schema(ref = "Problem")))
  void deleteNamed(Principal principal, @RequestParam String name) {
    secrets.delete(principal, name);
  }
}
