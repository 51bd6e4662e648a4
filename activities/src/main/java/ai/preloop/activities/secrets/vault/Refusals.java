package ai.preloop.activities.secrets.vault;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;

/**
 * What an answer means that is none, as Vault's API has its status codes. What Vault says itself is
 * not passed on, since whatever stands in its place could have a secret say so.
 */
record Refusals(VaultSettings settings) {

  ProblemException of(VaultReply reply) {
    return unavailable(
        switch (reply.status()) {
          case 503 -> "is sealed: unseal it.";
          case 429 -> "asks us to wait: it is a standby, or gets more requests than its quota has.";
          case 472, 473 ->
              "is a standby that passes nothing on: give the address of the active one.";
          case 301, 302, 307, 308 ->
              "sends us elsewhere: give the address of the active one in VAULT_KV_V2_URL.";
          case 412 -> "has not caught up with its own cluster: try again.";
          case VaultReply.FORBIDDEN -> denied();
          case VaultReply.NOT_FOUND -> noEngine();
          default -> "answers with status %d.".formatted(reply.status());
        });
  }

  private String denied() {
    return "does not let us do this: its policy has to allow create, read, update on %s/data/%s/* and delete on %1$s/metadata/%2$s/*."
        .formatted(settings.mount(), settings.pathPrefix());
  }

  private String noEngine() {
    return "has no KV secrets engine of version 2 at %s: see VAULT_KV_V2_MOUNT and VAULT_KV_V2_NAMESPACE."
        .formatted(settings.mount());
  }

  ProblemException strange() {
    return unavailable(
        "does not answer as a KV secrets engine of version 2 does: see VAULT_KV_V2_URL and VAULT_KV_V2_MOUNT.");
  }

  ProblemException unavailable(String sentence) {
    return new ProblemException(ProblemType.UNAVAILABLE, settings.where() + " " + sentence);
  }
}
