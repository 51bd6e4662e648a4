package ai.preloop.api.webhooks;

import ai.preloop.activities.webhooks.Webhook;
import ai.preloop.activities.webhooks.Webhook.Last;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An address that events are sent to. */
@Schema(name = "Webhook")
record WebhookAnswer(
    UUID id,
    String name,
    URI url,
    Instant createdAt,
    @Schema(description = "Null where nothing was sent yet.") @Nullable LastAnswer last) {

  /** What became of the latest event. */
  @Schema(name = "WebhookDelivery")
  record LastAnswer(
      String event,
      int attempts,
      @Schema(
              description = "Delivered, being tried, or given up.",
              allowableValues = {"delivered", "pending", "given_up"})
          String status,
      @Schema(description = "Why the last attempt failed.") @Nullable String error) {

    private static LastAnswer of(Last last) {
      return new LastAnswer(last.event(), last.attempts(), status(last), last.error());
    }

    private static String status(Last last) {
      if (last.endedAt() == null) {
        return "pending";
      }
      return last.error() == null ? "delivered" : "given_up";
    }
  }

  static WebhookAnswer of(Webhook webhook) {
    Last last = webhook.last();
    return new WebhookAnswer(
        webhook.id(),
        webhook.name(),
        webhook.plan().url(),
        webhook.createdAt(),
        last == null ? null : LastAnswer.of(last));
  }
}
