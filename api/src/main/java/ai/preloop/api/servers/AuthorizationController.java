package ai.preloop.api.servers;

import ai.preloop.activities.approvals.Addresses;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.servers.ServerAuthorizations;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Grants of access to servers that are signed in to by OAuth. */
@RestController
@RequestMapping("/api/v1/mcp-servers/{id}/oauth")
@Tag(name = "MCP servers", description = "The servers whose tools agents call through Preloop.")
class AuthorizationController {

  private final ServerAuthorizations authorizations;
  private final Addresses addresses;

  AuthorizationController(ServerAuthorizations authorizations, Addresses addresses) {
    this.authorizations = authorizations;
    this.addresses = addresses;
  }

  @PostMapping("/authorize")
  @Operation(
      operationId = "authorizeMcpServer",
      summary = "Begin to authorise an MCP server",
      description =
          "Finds the server's authorization server, registers with it where there is no client_id,"
              + " and answers where the person's browser has to go. Whoever administers the account"
              + " grants access for it; where the server is used per_user, each person for"
              + " themselves.")
  AuthorizationAnswer.Sent authorize(Principal principal, @PathVariable UUID id) {
    return AuthorizationAnswer.Sent.of(
        authorizations.begin(principal, id, CallbackController.address(addresses)));
  }

  @GetMapping
  @Operation(
      operationId = "getMcpServerAuthorization",
      summary = "Show how the grant stands that one's own calls use")
  AuthorizationAnswer get(Principal principal, @PathVariable UUID id) {
    return AuthorizationAnswer.of(authorizations.state(principal, id));
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "revokeMcpServerAuthorization",
      summary = "Give the grant up",
      description = "Its tokens are deleted, and the authorization server is told where it can be.")
  void revoke(Principal principal, @PathVariable UUID id) {
    authorizations.revoke(principal, id);
  }
}
