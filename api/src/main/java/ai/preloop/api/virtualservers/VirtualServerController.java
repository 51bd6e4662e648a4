package ai.preloop.api.virtualservers;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.virtualservers.VirtualServer;
import ai.preloop.activities.virtualservers.VirtualServers;
import ai.preloop.api.lists.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Chosen sets of tools, each at an MCP address of its own. */
@RestController
@RequestMapping("/api/v1/virtual-servers")
@Tag(name = "Virtual servers", description = "Sets of tools, each at an MCP address of its own.")
class VirtualServerController {

  private final VirtualServers servers;

  VirtualServerController(VirtualServers servers) {
    this.servers = servers;
  }

  @GetMapping
  @Operation(operationId = "listVirtualServers", summary = "List the virtual servers, by name")
  Page<VirtualServerAnswer> list(Principal principal, Page.Asked asked) {
    return Page.of(servers.list(principal), asked, server -> server.id().toString())
        .map(server -> answer(principal, server));
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      operationId = "createVirtualServer",
      summary = "Make a virtual server",
      description =
          "Agents find it at /mcp/v1/{name}. It has the tools of its entries and no others, and"
              + " Preloop's own; the policy holds there as everywhere.")
  @ApiResponse(responseCode = "409", description = "The name is taken.")
  VirtualServerAnswer create(Principal principal, @Valid @RequestBody VirtualServerRequest asked) {
    return answer(principal, servers.create(principal, asked.plan()));
  }

  @GetMapping("/{name}")
  @Operation(operationId = "getVirtualServer", summary = "Show a virtual server, by its name or id")
  VirtualServerAnswer get(Principal principal, @PathVariable String name) {
    return answer(principal, servers.get(principal, name));
  }

  @PutMapping("/{name}")
  @Operation(
      operationId = "updateVirtualServer",
      summary = "Change a virtual server",
      description = "It is in force at once. Under another name it has another address.")
  @ApiResponse(responseCode = "200", description = "The virtual server as it is now.")
  @ApiResponse(responseCode = "409", description = "The name is taken.")
  VirtualServerAnswer update(
      Principal principal,
      @PathVariable String name,
      @Valid @RequestBody VirtualServerRequest asked) {
    return answer(principal, servers.update(principal, name, asked.plan()));
  }

  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "deleteVirtualServer",
      summary = "Remove a virtual server",
      description = "The sessions that were opened there end; its tools stay where they are.")
  void delete(Principal principal, @PathVariable String name) {
    servers.delete(principal, name);
  }

  private VirtualServerAnswer answer(Principal principal, VirtualServer server) {
    return VirtualServerAnswer.of(server, choice -> servers.matches(principal, choice));
  }
}
