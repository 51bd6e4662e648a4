package ai.preloop.api.webhooks;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.webhooks.Webhooks;
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
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Where events are sent. */
@RestController
@RequestMapping("/api/v1/webhooks")
@Tag(name = "Webhooks", description = "Where events are sent, signed.")
class WebhookController {

  private final Webhooks webhooks;

  WebhookController(Webhooks webhooks) {
    this.webhooks = webhooks;
  }

  @GetMapping
  @Operation(operationId = "listWebhooks", summary = "List the webhooks, by name")
  Page<WebhookAnswer> list(Principal principal, Page.Asked asked) {
    return Page.of(webhooks.list(principal), asked, webhook -> webhook.id().toString())
        .map(WebhookAnswer::of);
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      operationId = "createWebhook",
      summary = "Make a webhook",
      description =
          "Events of from now on are sent to its address, with the headers webhook-id,"
              + " webhook-timestamp and webhook-signature (Standard Webhooks), and again for two"
              + " days until it answers with 200 to 299.")
  @ApiResponse(responseCode = "409", description = "The name is taken, or there are ten.")
  MadeAnswer create(Principal principal, @Valid @RequestBody WebhookRequest asked) {
    return MadeAnswer.of(webhooks.create(principal, asked.plan()));
  }

  @GetMapping("/{id}")
  @Operation(operationId = "getWebhook", summary = "Show a webhook, by its name or id")
  WebhookAnswer get(Principal principal, @PathVariable String id) {
    return WebhookAnswer.of(webhooks.get(principal, id));
  }

  @PostMapping("/{id}/test")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      operationId = "testWebhook",
      summary = "Send a webhook an event that says nothing",
      description = "The event is webhook.test; what became of it is in `last`, soon.")
  WebhookAnswer test(Principal principal, @PathVariable String id) {
    return WebhookAnswer.of(webhooks.test(principal, id));
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "deleteWebhook",
      summary = "Remove a webhook",
      description = "What was not delivered yet is not sent.")
  void delete(Principal principal, @PathVariable String id) {
    webhooks.delete(principal, id);
  }
}
