package ai.preloop.api.servers;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.servers.Definitions;
import ai.preloop.activities.tools.ToolInventory;
import ai.preloop.api.tools.ToolAnswer;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Where people accept what a server says of its tools. */
@RestController
@Tag(name = "MCP servers")
class DefinitionController {

  private static final String PROBLEM = "application/problem+json";

  private static final String ACCEPTING =
      "For a sign-in, or a person's key, with account:admin; never for a key that calls tools."
          + " From then on the policy's rules for new tools and changed definitions do not"
          + " hold for it, on every node within a second. Accepting again what is accepted"
          + " changes nothing.";
  private static final String ACCEPTED = "The tool, accepted.";
  private static final String MISSING = "There is no such server, or it does not list such a tool.";
  private static final String CHANGED = "The tool is defined otherwise by now: look at it again.";

  private final Definitions definitions;
  private final ToolInventory inventory;

  DefinitionController(Definitions definitions, ToolInventory inventory) {
    this.definitions = definitions;
    this.inventory = inventory;
  }

  @PostMapping("/api/v1/mcp-servers/{id}/tools/accept")
  @Operation(
      operationId = "acceptToolByName",
      summary = "Accept a tool, named in the body, as it is defined now",
      description =
          "For a name that a path cannot have, such as one with a slash or a percent sign. "
              + ACCEPTING)
  @ApiResponse(responseCode = "200", description = ACCEPTED)
  @ApiResponse(
      responseCode = "404",
      description = MISSING,
      content = @Content(mediaType = PROBLEM, schema = @Schema(ref = "Problem")))
  @ApiResponse(
      responseCode = "409",
      description = CHANGED,
      content = @Content(mediaType = PROBLEM, schema = @Schema(ref = "Problem")))
  ToolAnswer accept(
      Principal principal, @PathVariable UUID id, @RequestBody NamedAcceptRequest body) {
    if (body.name() == null) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE, "name is what the server calls the tool.");
    }
    return accepted(principal, id, body.name(), body.digest());
  }

  @PostMapping("/api/v1/mcp-servers/{id}/tools/{name}/accept")
  @Operation(
      operationId = "acceptTool",
      summary = "Accept a tool that is new, or was changed, as it is defined now",
      description = ACCEPTING)
  @ApiResponse(responseCode = "200", description = ACCEPTED)
  @ApiResponse(
      responseCode = "404",
      description = MISSING,
      content = @Content(mediaType = PROBLEM, schema = @Schema(ref = "Problem")))
  @ApiResponse(
      responseCode = "409",
      description = CHANGED,
      content = @Content(mediaType = PROBLEM, schema = @Schema(ref = "Problem")))
  ToolAnswer accept(
      Principal principal,
      @PathVariable UUID id,
      @Parameter(description = "What the server calls the tool.") @PathVariable String name,
      @RequestBody AcceptRequest body) {
    return accepted(principal, id, name, body.digest());
  }

  private ToolAnswer accepted(Principal principal, UUID id, String name, @Nullable String digest) {
    definitions.accept(principal, id, name, digest);
    return inventory
        .find(principal, id, name)
        .map(ToolAnswer::of)
        .orElseThrow(
            () -> new ProblemException(ProblemType.NOT_FOUND, "The tool is not there any more."));
  }

  /** Which definition is accepted. */
  @Schema(name = "AcceptToolRequest")
  record AcceptRequest(
      @Schema(
              description = "The digest of the definition that was looked at.",
              requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable String digest) {}

  /** Which definition of which tool is accepted. */
  @Schema(name = "AcceptNamedToolRequest")
  record NamedAcceptRequest(
      @Schema(
              description = "What the server calls the tool.",
              requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable String name,
      @Schema(
              description = "The digest of the definition that was looked at.",
              requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable String digest) {}
}
