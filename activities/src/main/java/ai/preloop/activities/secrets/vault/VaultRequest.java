package ai.preloop.activities.secrets.vault;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is asked of Vault, at a path below {@code /v1/}. */
record VaultRequest(String method, String path, @Nullable JsonNode body) {

  static final VaultRequest LOOKUP = get("auth/token/lookup-self");
  static final VaultRequest RENEWAL =
      post("auth/token/renew-self", JsonMapper.shared().createObjectNode());

  static VaultRequest get(String path) {
    return new VaultRequest("GET", path, null);
  }

  static VaultRequest post(String path, JsonNode body) {
    return new VaultRequest("POST", path, body);
  }

  static VaultRequest delete(String path) {
    return new VaultRequest("DELETE", path, null);
  }

  /** Bodies have secrets. */
  @Override
  public String toString() {
    return "VaultRequest[" + method + " " + path + "]";
  }
}
