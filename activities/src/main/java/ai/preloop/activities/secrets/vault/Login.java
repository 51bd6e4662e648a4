package ai.preloop.activities.secrets.vault;

import ai.preloop.activities.secrets.vault.SignIn.AppRole;
import ai.preloop.activities.secrets.vault.SignIn.GivenToken;
import ai.preloop.activities.secrets.vault.SignIn.Kubernetes;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.function.LongSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Signs in, as the auth methods of Vault's API have it, and renews what came of that. */
record Login(VaultSettings settings, VaultHttp http, LongSupplier nanoTime) {

  private static final int BAD_REQUEST = 400;

  /** UNAVAILABLE, with a sentence, where Vault does not take us for ourselves. */
  Lease now() {
    return switch (settings.signIn()) {
      case GivenToken given -> looked(given.token());
      case AppRole role -> made("approle", approle(role));
      case Kubernetes pod -> made("kubernetes", kubernetes(pod));
    };
  }

  private static ObjectNode approle(AppRole role) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("role_id", role.roleId())
        .put("secret_id", role.secretId());
  }

  /** Kubernetes replaces the token of the file, so it is read each time. */
  private ObjectNode kubernetes(Kubernetes pod) {
    try {
      return JsonMapper.shared()
          .createObjectNode()
          .put("role", pod.role())
          .put("jwt", Files.readString(pod.tokenFile()).strip());
    } catch (IOException e) {
      throw refusals()
          .unavailable(
              "cannot be signed in to: the service account's token cannot be read from %s."
                  .formatted(pod.tokenFile()))
          .causedBy(e);
    }
  }

  private Lease made(String method, ObjectNode proof) {
    long asked = nanoTime.getAsLong();
    VaultReply reply = http.send(VaultRequest.post("auth/%s/login".formatted(method), proof), null);
    if (reply.status() == BAD_REQUEST || reply.status() == VaultReply.FORBIDDEN) {
      throw refusals().unavailable("does not take our sign-in by %s.".formatted(method));
    }
    JsonNode auth = good(reply).path("auth");
    String token = auth.path("client_token").asString("");
    if (token.isEmpty()) {
      throw refusals().strange();
    }
    return Lease.of(token, life(auth, "lease_duration"), isRenewable(auth), asked);
  }

  private Lease looked(String token) {
    long asked = nanoTime.getAsLong();
    VaultReply reply = http.send(VaultRequest.LOOKUP, token);
    if (reply.status() == VaultReply.FORBIDDEN) {
      throw refusals()
          .unavailable("does not take VAULT_KV_V2_TOKEN: it ended or was revoked; give another.");
    }
    JsonNode data = good(reply).path("data");
    return Lease.of(token, life(data, "ttl"), isRenewable(data), asked);
  }

  /** The same token for longer. */
  Lease renewed(Lease lease) {
    long asked = nanoTime.getAsLong();
    JsonNode auth = good(http.send(VaultRequest.RENEWAL, lease.token())).path("auth");
    return lease.renewed(life(auth, "lease_duration"), isRenewable(auth), asked);
  }

  /** Whether Vault knows the token still. */
  boolean isKnown(String token) {
    VaultReply reply = http.send(VaultRequest.LOOKUP, token);
    return reply.status() != VaultReply.FORBIDDEN && good(reply).isObject();
  }

  private JsonNode good(VaultReply reply) {
    if (!reply.isGood()) {
      throw refusals().of(reply);
    }
    return reply.body();
  }

  private Duration life(JsonNode of, String field) {
    if (!of.path(field).isIntegralNumber()) {
      throw refusals().strange();
    }
    return Duration.ofSeconds(of.path(field).asLong());
  }

  private static boolean isRenewable(JsonNode of) {
    return of.path("renewable").asBoolean(false);
  }

  private Refusals refusals() {
    return new Refusals(settings);
  }
}
