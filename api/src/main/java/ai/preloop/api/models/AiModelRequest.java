package ai.preloop.api.models;

import ai.preloop.activities.models.AiModel.Plan;
import ai.preloop.activities.models.AiModel.Terms;
import ai.preloop.activities.models.Limits;
import ai.preloop.activities.models.ModelDraft;
import ai.preloop.activities.models.OwnPrices;
import ai.preloop.activities.models.Routing;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** What a model is to be. */
@Schema(name = "AiModelRequest")
record AiModelRequest(
    @NotNull @Schema(example = "gpt-large", description = "What agents ask for it by.")
        String alias,
    @Schema(
            allowableValues = {
              "openai",
              "anthropic",
              "gemini",
              "azure_openai",
              "bedrock",
              "openai_compatible"
            },
            description = "Left out where routing has shares.")
        @Nullable String provider,
    @Schema(example = "gpt-5.4", description = "The provider's own name for it.")
        @Nullable String identifier,
    @Schema(
            example = "https://api.mistral.ai/v1",
            description =
                "The base address; left out for the public one of openai, anthropic and gemini.")
        @Nullable String endpoint,
    @Schema(
            description =
                "The name of a kept secret that has the provider's key. Left out: as before; empty:"
                    + " none.")
        @Nullable String secret,
    @Schema(
            description =
                "The provider's key, instead of a secret: it is sealed, sent to the endpoint's"
                    + " origin only, and never shown.",
            accessMode = Schema.AccessMode.WRITE_ONLY)
        @Nullable String apiKey,
    @Valid @Schema(description = "What the catalogue or the account's contract does not say.")
        @Nullable PricesBody prices,
    @Valid @Nullable LimitsBody limits,
    @Valid @Nullable RoutingBody routing) {

  ModelDraft draft() {
    boolean none = secret != null && secret.isEmpty();
    return new ModelDraft(
        new Plan(alias, provider, identifier, address(), none ? null : secret, terms()),
        apiKey,
        none ? ModelDraft.Key.DROPPED : ModelDraft.Key.KEPT);
  }

  private Terms terms() {
    return new Terms(
        prices == null ? OwnPrices.NONE : prices.prices(),
        limits == null ? Limits.DEFAULT : limits.limits(),
        routing == null ? Routing.NONE : routing.routing());
  }

  private @Nullable URI address() {
    if (endpoint == null) {
      return null;
    }
    try {
      return new URI(endpoint);
    } catch (URISyntaxException e) {
      throw new ProblemException(
              ProblemType.UNPROCESSABLE, "endpoint is not a URL that can be read.")
          .causedBy(e);
    }
  }

  @Override
  public String toString() {
    return "AiModelRequest[" + alias + "]";
  }
}
