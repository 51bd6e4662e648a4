package ai.preloop.api.generation;

import ai.preloop.activities.generation.PolicyGeneration;
import ai.preloop.activities.identity.Principal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.InstantSource;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Has policies drafted by a model of the account. */
@RestController
@RequestMapping("/api/v1/policies")
@Tag(name = "Policies")
class GenerationController {

  private static final String REFUSED =
      "The caller is no person who may write policies, or a budget or an allow-list refuses the"
          + " call of the model.";
  private static final String BUSY = "Another policy is being drafted for this account.";
  private static final String DESCRIPTION =
      "The model is called through the gateway: allow-lists, model rules and budgets hold, and the"
          + " calls are in the account's usage. The draft is checked, repaired at most twice,"
          + " explained, and tried on recorded calls. A draft that stays invalid is answered with"
          + " `valid: false` and its findings. Nothing is applied and no version is made.";

  private final PolicyGeneration generation;
  private final InstantSource clock;

  GenerationController(PolicyGeneration generation, InstantSource clock) {
    this.generation = generation;
    this.clock = clock;
  }

  @PostMapping("/generate")
  @Operation(
      operationId = "generatePolicy",
      summary = "Have a model draft a policy from a description",
      description = DESCRIPTION)
  @ApiResponse(responseCode = "200", description = "The draft, valid or not.")
  @ApiResponse(responseCode = "403", description = REFUSED)
  @ApiResponse(responseCode = "429", description = BUSY)
  GenerationAnswer generate(Principal principal, @RequestBody GenerateRequest body) {
    PolicyGeneration.requireAuthor(principal);
    return GenerationAnswer.of(generation.generate(principal, body.wish()));
  }

  @PostMapping("/generate-from-audit")
  @Operation(
      operationId = "generatePolicyFromAudit",
      summary = "Have a model draft a starter policy from recorded calls",
      description =
          "The model is told which tools were called by whom, how the calls were judged, and the"
              + " names, types and lengths of their arguments; never what they said. "
              + DESCRIPTION)
  @ApiResponse(responseCode = "200", description = "The draft, valid or not.")
  @ApiResponse(responseCode = "403", description = REFUSED)
  @ApiResponse(responseCode = "429", description = BUSY)
  GenerationAnswer generateFromAudit(
      Principal principal, @RequestBody GenerateFromAuditRequest body) {
    PolicyGeneration.requireAuthor(principal);
    return GenerationAnswer.of(generation.generate(principal, body.wish(clock.instant())));
  }
}
