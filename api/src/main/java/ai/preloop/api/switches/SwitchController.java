package ai.preloop.api.switches;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.switches.Switches;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What agents and servers may use in the account beside tools. */
@RestController
@RequestMapping("/api/v1/account/switches")
@Tag(name = "Account")
class SwitchController {

  private final Switches switches;

  SwitchController(Switches switches) {
    this.switches = switches;
  }

  @GetMapping
  @Operation(
      operationId = "getSwitches",
      summary = "Show what may be used beside tools",
      description = "Each is on until somebody switches it off; the policy judges what is on.")
  SwitchesAnswer get(Principal principal) {
    return SwitchesAnswer.of(switches.off(principal));
  }

  @PutMapping
  @Operation(
      operationId = "putSwitches",
      summary = "Switch what may be used beside tools",
      description =
          "In force on every node within a second. What is off is neither declared to clients and"
              + " servers nor served nor passed on.")
  SwitchesAnswer put(Principal principal, @Valid @RequestBody SwitchesRequest asked) {
    return SwitchesAnswer.of(switches.turn(principal, asked.positions()));
  }
}
