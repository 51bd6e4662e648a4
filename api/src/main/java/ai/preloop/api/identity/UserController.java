package ai.preloop.api.identity;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The person behind the credential. */
@RestController
@Tag(name = "Sign-in")
class UserController {

  @Operation(operationId = "getMe", summary = "Say who is behind the credential")
  @GetMapping("/api/v1/auth/users/me")
  UserAnswer me(Principal principal) {
    principal.require(Scope.ACCOUNT_READ);
    return new UserAnswer(
        principal.user().value(),
        principal.userName(),
        principal.account().value(),
        principal.roles().stream().sorted().toList(),
        principal.scopes().stream().map(Scope::value).sorted().toList());
  }

  /** {@code scopes} are those of the credential that asked. */
  record UserAnswer(
      UUID id, String username, UUID accountId, List<String> roles, List<String> scopes) {}
}
