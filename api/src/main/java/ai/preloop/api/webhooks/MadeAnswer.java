package ai.preloop.api.webhooks;

import ai.preloop.activities.webhooks.Webhook.Made;
import io.swagger.v3.oas.annotations.media.Schema;

/** A webhook that was made, with its secret. */
@Schema(name = "WebhookMade")
record MadeAnswer(
    WebhookAnswer webhook,
    @Schema(
            example = "whsec_…",
            description =
                "Signs what is sent to it, as Standard Webhooks has it; it is shown this once.")
        String secret) {

  static MadeAnswer of(Made made) {
    return new MadeAnswer(WebhookAnswer.of(made.webhook()), made.secret());
  }
}
