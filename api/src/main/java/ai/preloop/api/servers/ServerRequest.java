package ai.preloop.api.servers;

import ai.preloop.activities.servers.ServerSpec;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a server is to be. */
@Schema(name = "McpServerRequest")
record ServerRequest(
    @NotNull @Schema(example = "github") String name,
    @NotNull @Schema(example = "https://mcp.example.com/mcp") String url,
    @Schema(allowableValues = "streamable-http", defaultValue = "streamable-http")
        @Nullable String transport,
    @Schema(
            allowableValues = {"none", "bearer", "api_key"},
            description = "Left out: as before, and none for a new server.")
        @Nullable String authType,
    @Nullable AuthConfig authConfig,
    @Schema(
            defaultValue = "false",
            description = "Whether the hints that the server gives about its tools are believed.")
        @Nullable Boolean trusted) {

  ServerSpec spec() {
    return new ServerSpec(
        name,
        url,
        Objects.requireNonNullElse(transport, "streamable-http"),
        Boolean.TRUE.equals(trusted),
        authConfig == null ? ServerSpec.Auth.kept(authType) : authConfig.auth(authType));
  }

  @Override
  public String toString() {
    return "ServerRequest[" + name + "]";
  }
}
