package ai.preloop.activities.webhooks;

import ai.preloop.activities.secrets.Sealer;
import ai.preloop.workflows.identity.AccountId;
import java.util.UUID;

/** The secrets of webhooks as they are kept. */
record SealedSecrets(Sealer sealer) {

  byte[] seal(AccountId account, UUID webhook, SigningSecret secret) {
    return sealer.seal(account, place(webhook), secret.key());
  }

  SigningSecret open(AccountId account, UUID webhook, byte[] sealed) {
    return new SigningSecret(sealer.open(account, place(webhook), sealed));
  }

  private static String place(UUID webhook) {
    return "webhooks/" + webhook + "/secret";
  }
}
