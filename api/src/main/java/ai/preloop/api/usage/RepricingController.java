package ai.preloop.api.usage;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.repricing.Repricing;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Prices calls of models again that have ended. */
@RestController
@Tag(name = "Model gateway")
@RequestMapping("/api/v1/account/gateway-usage")
class RepricingController {

  private final Repricing repricing;

  RepricingController(Repricing repricing) {
    this.repricing = repricing;
  }

  @Operation(
      operationId = "repriceGatewayUsage",
      summary = "Price calls of models again by the prices of now",
      description =
          "The cost of before is kept with each call, and what budgets have counted of it is put"
              + " right. Calls stay as they are whose price is not known, or that count as the most"
              + " that they could cost under a hard budget. Takes account:admin.")
  @ApiResponse(responseCode = "200", description = "What it came to, or would come to.")
  @PostMapping("/reprice")
  RepriceAnswer reprice(Principal principal, @Valid @RequestBody RepriceRequest asked) {
    return RepriceAnswer.of(repricing.reprice(principal, asked.asked()));
  }
}
