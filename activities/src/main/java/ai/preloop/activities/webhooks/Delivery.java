package ai.preloop.activities.webhooks;

import ai.preloop.workflows.identity.AccountId;
import java.net.URI;
import java.util.UUID;

/** An event on its way to one address; {@code attempt} counts from one. */
record Delivery(UUID id, AccountId account, To to, String body, int attempt) {

  /** Whom it is sent to; {@code secret} is sealed. */
  record To(UUID webhook, URI url, byte[] secret) {}
}
