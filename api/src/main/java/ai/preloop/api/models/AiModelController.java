package ai.preloop.api.models;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.models.AiModel;
import ai.preloop.activities.models.AiModels;
import ai.preloop.activities.prices.Pricing;
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

/** The models that agents may ask for, each under a name of the account's own. */
@RestController
@RequestMapping("/api/v1/ai-models")
@Tag(name = "Models", description = "The models that agents call through Preloop.")
class AiModelController {

  private static final String CALLED =
      "By its alias or its id; one whose alias has a slash in it by its id only.";

  private final AiModels models;
  private final Pricing pricing;

  AiModelController(AiModels models, Pricing pricing) {
    this.models = models;
    this.pricing = pricing;
  }

  @GetMapping
  @Operation(operationId = "listAiModels", summary = "List the models, by alias")
  Page<AiModelAnswer> list(Principal principal, Page.Asked asked) {
    return Page.of(models.list(principal), asked, model -> model.id().toString()).map(this::answer);
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      operationId = "createAiModel",
      summary = "Add a model",
      description =
          "Agents ask for it by its alias. Nothing is sent to the provider before a call, or a"
              + " test. An api_key is sealed and never shown again.")
  @ApiResponse(responseCode = "409", description = "The alias is taken.")
  AiModelAnswer create(Principal principal, @Valid @RequestBody AiModelRequest asked) {
    return answer(models.create(principal, asked.draft()));
  }

  @GetMapping("/{id}")
  @Operation(operationId = "getAiModel", summary = "Show a model", description = CALLED)
  AiModelAnswer get(Principal principal, @PathVariable String id) {
    return answer(models.get(principal, id));
  }

  @PutMapping("/{id}")
  @Operation(
      operationId = "updateAiModel",
      summary = "Change a model",
      description =
          "It is in force at once. Where neither secret nor api_key is given, the key is kept; it"
              + " is not sent to another origin than before until it is rebound or given anew. "
              + CALLED)
  @ApiResponse(responseCode = "200", description = "The model as it is now.")
  @ApiResponse(
      responseCode = "409",
      description = "The alias is taken, or given up while other models route to it.")
  AiModelAnswer update(
      Principal principal, @PathVariable String id, @Valid @RequestBody AiModelRequest asked) {
    return answer(models.update(principal, id, asked.draft()));
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "deleteAiModel",
      summary = "Remove a model",
      description = "A key that was given with it goes, too; a named secret stays. " + CALLED)
  @ApiResponse(responseCode = "409", description = "Other models route to it.")
  void delete(Principal principal, @PathVariable String id) {
    models.delete(principal, id);
  }

  @PostMapping("/{id}/test")
  @Operation(
      operationId = "testAiModel",
      summary = "Send a model one tiny request",
      description = "The provider may charge for it. " + CALLED)
  @ApiResponse(responseCode = "200", description = "How it ended, well or not.")
  TrialAnswer test(Principal principal, @PathVariable String id) {
    return TrialAnswer.of(models.test(principal, id));
  }

  private AiModelAnswer answer(AiModel model) {
    return AiModelAnswer.of(model, pricing.of(model));
  }
}
