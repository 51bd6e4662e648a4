package ai.preloop.api.secrets;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a secret is to be. */
@Schema(name = "SecretRequest")
record SecretRequest(
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            accessMode = Schema.AccessMode.WRITE_ONLY,
            description = "1 to 8192 characters of visible ASCII.")
        @Nullable String value,
    @Schema(
            description =
                "Where it may be sent: to this URL's origin. Left out, a new secret belongs to the"
                    + " origin that it is used for first, and another stays bound as it is.",
            example = "https://mcp.example.com/mcp")
        @Nullable String url) {

  @Override
  public String toString() {
    return "SecretRequest[hidden]";
  }

  /** Where a secret may be sent from now on. */
  @Schema(name = "RebindRequest")
  record Rebind(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "https://mcp.example.com/mcp")
          @Nullable String url) {}

  /** Where which secret may be sent from now on. */
  @Schema(name = "NamedRebindRequest")
  record NamedRebind(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "mcp-servers/github")
          @Nullable String name,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "https://mcp.example.com/mcp")
          @Nullable String url) {}
}
