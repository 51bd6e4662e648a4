package ai.preloop.api.secrets;

import ai.preloop.activities.secrets.KeptSecret;
import ai.preloop.activities.secrets.Origin;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A secret as it is shown: without its value. */
@Schema(name = "Secret")
record SecretAnswer(
    @Schema(example = "github-token") String name,
    @Schema(
            description = "The only origin it is sent to; null until it is used first.",
            example = "https://mcp.example.com:443")
        @Nullable String origin,
    @Schema(
            description = "Which store has its value.",
            allowableValues = {"local_encrypted", "vault_kv_v2"})
        String store,
    Instant updatedAt) {

  static SecretAnswer of(KeptSecret kept) {
    return new SecretAnswer(
        kept.name(),
        kept.origin().map(Origin::text).orElse(null),
        kept.store().word(),
        kept.updatedAt());
  }
}
