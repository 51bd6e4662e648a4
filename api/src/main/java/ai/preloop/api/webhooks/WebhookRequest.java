package ai.preloop.api.webhooks;

import ai.preloop.activities.webhooks.Webhook.Plan;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.net.URI;

/** What a webhook is to be. */
@Schema(name = "WebhookRequest")
record WebhookRequest(
    @NotNull @Schema(example = "on-call") String name,
    @NotNull
        @Schema(
            example = "https://hooks.example.com/preloop",
            description = "Where events are sent; redirects are not followed.")
        URI url) {

  Plan plan() {
    return new Plan(name, url);
  }
}
