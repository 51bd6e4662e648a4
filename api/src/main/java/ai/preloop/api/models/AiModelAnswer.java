package ai.preloop.api.models;

import ai.preloop.activities.models.AiModel;
import ai.preloop.activities.prices.Price;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A model, and what it costs. */
@Schema(name = "AiModel")
@JsonInclude(JsonInclude.Include.NON_NULL)
record AiModelAnswer(
    UUID id,
    String alias,
    @Nullable String provider,
    @Nullable String identifier,
    @Nullable URI endpoint,
    @Schema(description = "The name of the secret that has the provider's key.")
        @Nullable String secret,
    @Schema(description = "What the account says that it costs.") PricesBody prices,
    @Schema(
            description =
                "What calls are counted at: the account's prices, and the catalogue's where those"
                    + " say nothing; not there where nobody knows. Calls with a long input may"
                    + " cost more.",
            accessMode = Schema.AccessMode.READ_ONLY)
        @Nullable PricesBody effectivePrices,
    @Schema(example = "catalogue 2026-10-24", accessMode = Schema.AccessMode.READ_ONLY)
        String priceSource,
    LimitsBody limits,
    RoutingBody routing,
    Instant createdAt,
    Instant updatedAt) {

  static AiModelAnswer of(AiModel model, Price price) {
    AiModel.Plan plan = model.plan();
    return new AiModelAnswer(
        model.id(),
        plan.alias(),
        plan.provider(),
        plan.identifier(),
        plan.endpoint(),
        plan.secret(),
        PricesBody.of(plan.terms().prices()),
        price.rates().map(PricesBody::of).orElse(null),
        price.source(),
        LimitsBody.of(plan.terms().limits()),
        RoutingBody.of(plan.terms().routing()),
        model.createdAt(),
        model.updatedAt());
  }
}
