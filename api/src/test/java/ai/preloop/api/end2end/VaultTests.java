package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.secrets.vault.FakeVault;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** The whole product with its secrets in Vault. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VaultTests {

  private FakeVault vault;
  private RunningPreloop preloop;

  @BeforeAll
  void start() {
    vault = FakeVault.start();
    preloop =
        RunningPreloop.with(
            "--VAULT_KV_V2_ENABLED=true",
            "--VAULT_KV_V2_URL=" + vault.url(),
            "--VAULT_KV_V2_TOKEN=" + vault.token());
  }

  @AfterAll
  void stop() {
    preloop.stop();
    vault.close();
  }

  @Test
  void aServersCredentialIsRotatedInVaultWithoutACallThatFails() {
    put("crm-token", "first-value").expect(200);
    assertThat(vault.value(path("/crm-token"))).contains("first-value");
    assertThat(listed("crm-token").path("store").asString()).isEqualTo("vault_kv_v2");
    try (OwnServer crm = new OwnServer(preloop)) {
      AtomicReference<String> good = new AtomicReference<>("first-value");
      crm.server().requireToken(token -> token.equals(good.get()), "Bearer");
      crm.define("\"inputSchema\":{\"type\":\"object\"}")
          .register(",\"auth_type\":\"bearer\",\"auth_config\":{\"secret\":\"crm-token\"}")
          .upload(
              """
              tools:
                - name: NAME
                  source: NAME
                  conditions: [{ expression: "true", action: allow }]
              """);
      Agent agent = crm.agent();
      assertThat(agent.call(crm.name(), "{}").path("isError").asBoolean(false)).isFalse();

      vault.rotate(path("/crm-token"), "second-value");
      good.set("second-value");

      assertThat(agent.call(crm.name(), "{}").path("isError").asBoolean(false)).isFalse();
      assertThat(crm.server().requests().getLast().header("Authorization"))
          .isEqualTo("Bearer second-value");
      assertThat(listed("crm-token").path("origin").asString()).contains("127.0.0.1");
    }
  }

  private Http.Reply put(String name, String value) {
    return preloop
        .http()
        .send(
            "PUT",
            "/api/v1/secrets/" + name,
            preloop.owner(),
            "{\"value\":\"%s\"}".formatted(value),
            Map.of("Content-Type", "application/json"));
  }

  private String path(String end) {
    return vault.paths().stream().filter(path -> path.endsWith(end)).findFirst().orElseThrow();
  }

  private JsonNode listed(String name) {
    return preloop
        .http()
        .get("/api/v1/secrets", preloop.owner())
        .expect(200)
        .path("items")
        .valueStream()
        .filter(each -> each.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void readinessWarnsWhileVaultIsSealed() {
    vault.refuse(503, "Vault is sealed");
    try {
      assertThat(put("late", "v").expect(503).path("detail").asString())
          .isEqualTo("Vault at 127.0.0.1 is sealed: unseal it.");
      JsonNode ready = preloop.http().get("/health/ready", "").expect(200);
      assertThat(ready.path("problems").path("secret_store").asString()).contains("sealed");
    } finally {
      vault.recover();
    }
    await()
        .until(
            () -> preloop.http().get("/health/ready", "").expect(200).path("problems").isEmpty());
  }
}
