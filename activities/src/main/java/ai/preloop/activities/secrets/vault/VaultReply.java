package ai.preloop.activities.secrets.vault;

import tools.jackson.databind.JsonNode;

/** What Vault answered; a body that is empty is a missing node. */
record VaultReply(int status, JsonNode body) {

  static final int NOT_FOUND = 404;
  static final int FORBIDDEN = 403;

  boolean isGood() {
    return status >= 200 && status <= 299;
  }

  /** Whether an error that Vault names has these words. */
  boolean says(String words) {
    return body.path("errors").valueStream().anyMatch(error -> error.asString("").contains(words));
  }

  /** Bodies have secrets. */
  @Override
  public String toString() {
    return "VaultReply[" + status + "]";
  }
}
