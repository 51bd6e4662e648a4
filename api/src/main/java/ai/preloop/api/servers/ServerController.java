package ai.preloop.api.servers;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.policies.CheckedScans;
import ai.preloop.activities.servers.Insistence;
import ai.preloop.activities.servers.McpServer;
import ai.preloop.activities.servers.ServerHealth;
import ai.preloop.activities.servers.Servers;
import ai.preloop.activities.tools.ToolInventory;
import ai.preloop.api.lists.Page;
import ai.preloop.api.tools.ToolAnswer;
import ai.preloop.policies.ownership.OwnedEntry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
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

/** The servers whose tools agents call through Preloop. */
@RestController
@RequestMapping("/api/v1/mcp-servers")
@Tag(name = "MCP servers", description = "The servers whose tools agents call through Preloop.")
class ServerController {

  private static final String NAMED =
      "A name that the policy in force has as a source is not given up: the answer is 409 with the"
          + " entries, unless force is set by who may write the policy of their owners.";
  private static final String FORCE =
      "Give the name up although entries of the policy are left without their server.";

  private final Servers servers;
  private final CheckedScans scans;
  private final ToolInventory inventory;
  private final ServerHealth health;

  ServerController(
      Servers servers, CheckedScans scans, ToolInventory inventory, ServerHealth health) {
    this.health = health;
    this.servers = servers;
    this.scans = scans;
    this.inventory = inventory;
  }

  @GetMapping
  @Operation(operationId = "listMcpServers", summary = "List the MCP servers, oldest first")
  Page<ServerAnswer> list(Principal principal, Page.Asked asked) {
    return Page.of(servers.list(principal), asked, server -> server.id().toString())
        .map(this::answer);
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      operationId = "createMcpServer",
      summary = "Register an MCP server",
      description =
          "Nothing is sent to the server before it is scanned. What is in auth_config is sealed,"
              + " bound to the URL's origin, and never shown again.")
  ServerAnswer create(Principal principal, @Valid @RequestBody ServerRequest asked) {
    return answer(servers.create(principal, asked.spec()));
  }

  @GetMapping("/{id}")
  @Operation(operationId = "getMcpServer", summary = "Show an MCP server")
  ServerAnswer get(Principal principal, @PathVariable UUID id) {
    return answer(servers.get(principal, id));
  }

  @PutMapping("/{id}")
  @Operation(
      operationId = "updateMcpServer",
      summary = "Change an MCP server",
      description =
          "Without auth_config the credential is kept, as long as auth_type, which may be left out,"
              + " and the URL's origin stay as they are. What the last scan said holds on unless the server is reached"
              + " elsewhere or otherwise; then its status is new until the next scan."
              + " trusted and max_concurrency that are left out are as for a new server. "
              + NAMED)
  @ApiResponse(responseCode = "200", description = "The server as it is now.")
  @ApiResponse(responseCode = "409", description = "The name is taken, or the policy uses it.")
  ServerAnswer update(
      Principal principal,
      @PathVariable UUID id,
      @Parameter(description = FORCE) @RequestParam(defaultValue = "false") boolean force,
      @Valid @RequestBody ServerRequest asked) {
    Servers.Changed changed = servers.update(principal, id, asked.spec(), insistence(force));
    health.reached(id);
    return ServerAnswer.of(changed, null);
  }

  @DeleteMapping("/{id}")
  @Operation(
      operationId = "deleteMcpServer",
      summary = "Remove an MCP server and its tools",
      description = "Calls of its tools end with this; the records of past calls stay. " + NAMED)
  @ApiResponse(responseCode = "200", description = "Gone; entries of the policy are left over.")
  @ApiResponse(
      responseCode = "204",
      description = "Gone. There is nothing more to say.",
      content = @Content)
  @ApiResponse(responseCode = "409", description = "The policy names it.")
  ResponseEntity<UnmatchedAnswer.Removal> delete(
      Principal principal,
      @PathVariable UUID id,
      @Parameter(description = FORCE) @RequestParam(defaultValue = "false") boolean force) {
    List<OwnedEntry> left = servers.delete(principal, id, insistence(force));
    return left.isEmpty()
        ? ResponseEntity.noContent().build()
        : ResponseEntity.ok(new UnmatchedAnswer.Removal(UnmatchedAnswer.all(left)));
  }

  private ServerAnswer answer(McpServer server) {
    return ServerAnswer.of(server, health.of(server.id()).orElse(null));
  }

  private static Insistence insistence(boolean force) {
    return force ? Insistence.FORCE : Insistence.NONE;
  }

  @PostMapping("/{id}/scan")
  @Operation(
      operationId = "scanMcpServer",
      summary = "Ask an MCP server for its tools",
      description =
          "The first scan accepts what it finds. Later ones say what is new, changed and gone;"
              + " the policy decides what holds for those until a person accepts them.")
  ScanAnswer scan(Principal principal, @PathVariable UUID id) {
    ScanAnswer scan = ScanAnswer.of(scans.scan(principal, id));
    health.reached(id);
    return scan;
  }

  @GetMapping("/{id}/tools")
  @Operation(
      operationId = "listToolsOfMcpServer",
      summary = "List the tools of an MCP server",
      description =
          "A tool that is new or changed comes with its whole definition, and a changed one with"
              + " the definition that was accepted beside it.")
  Page<ToolAnswer> tools(Principal principal, @PathVariable UUID id, Page.Asked asked) {
    McpServer server = servers.get(principal, id);
    return Page.of(
            inventory.list(principal, server.id()), asked, ToolInventory.ListedTool::shownName)
        .map(ToolAnswer::of);
  }
}
