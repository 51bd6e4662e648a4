package ai.preloop.api.identity;

import ai.preloop.activities.identity.PasswordChanges;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The person behind the credential. */
@RestController
@Tag(name = "Sign-in")
class UserController {

  private final PasswordChanges passwords;

  UserController(PasswordChanges passwords) {
    this.passwords = passwords;
  }

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

  @Operation(
      operationId = "changePassword",
      summary = "Change one's own password",
      description =
          "For a person who signed in. Every sign-in of theirs ends, this one too, and so do their"
              + " refresh tokens. API keys stay.")
  @PutMapping("/api/v1/auth/users/me/password")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void changePassword(Principal principal, @Valid @RequestBody PasswordRequest asked) {
    passwords.change(principal, asked.currentPassword(), asked.newPassword());
  }

  /** The password that is proved, and the one that takes its place. */
  record PasswordRequest(
      @NotNull String currentPassword,
      @NotNull @Schema(minLength = 12, maxLength = 1000) String newPassword) {

    @Override
    public String toString() {
      return "PasswordRequest[hidden]";
    }
  }

  /** {@code scopes} are those of the credential that asked. */
  record UserAnswer(
      UUID id, String username, UUID accountId, List<String> roles, List<String> scopes) {}
}
