package ai.preloop.api.identity;

import ai.preloop.activities.identity.Accounts;
import ai.preloop.activities.identity.Principal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The account as a whole. */
@RestController
@Tag(name = "Account")
@RequestMapping("/api/v1/account")
class AccountController {

  private final Accounts accounts;

  AccountController(Accounts accounts) {
    this.accounts = accounts;
  }

  @Operation(
      operationId = "freezeAccount",
      summary = "Stop everything: no call runs, approved ones included",
      description = "In force at once. Doing it twice is as doing it once.")
  @PostMapping("/freeze")
  AccountAnswer freeze(Principal principal) {
    accounts.freeze(principal);
    return new AccountAnswer(true);
  }

  @Operation(operationId = "unfreezeAccount", summary = "Let the account go on")
  @PostMapping("/unfreeze")
  AccountAnswer unfreeze(Principal principal) {
    accounts.unfreeze(principal);
    return new AccountAnswer(false);
  }

  /** Whether nothing runs. */
  record AccountAnswer(boolean frozen) {}
}
