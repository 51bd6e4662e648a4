package ai.preloop.api.servers;

import static ai.preloop.policies.documents.McpServerEntry.HTTP_STREAMING;
import static ai.preloop.policies.documents.McpServerEntry.STDIO;
import static ai.preloop.policies.documents.McpServerEntry.STREAMABLE_HTTP;
import static ai.preloop.policies.problems.ProblemException.unprocessable;

import ai.preloop.activities.servers.ServerSpec;
import ai.preloop.policies.documents.McpServerEntry;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/** What a server is to be. */
@Schema(name = "McpServerRequest")
record ServerRequest(
    @NotNull @Schema(example = "github") String name,
    @Schema(
            example = "https://mcp.example.com/mcp",
            description = "Where it listens; of a stdio server nothing, or stdio: and its command.")
        @Nullable String url,
    @Schema(
            allowableValues = {"streamable-http", "sse", "stdio", "http-streaming"},
            description =
                "Left out: stdio where there is a command, else streamable-http, which"
                    + " http-streaming is another word for.")
        @Nullable String transport,
    @Schema(
            example = "files",
            description =
                "For stdio: the name that the operator gave the program in the configuration.")
        @Nullable String command,
    @Schema(
            allowableValues = {"none", "bearer", "api_key", "oauth"},
            description = "Left out: as before, and none for a new server.")
        @Nullable String authType,
    @Nullable AuthConfig authConfig,
    @Schema(
            description =
                "How it is got at. Left out: as before, as long as the URL's origin stays; {}: the"
                    + " usual way.")
        @Nullable ConnectionRequest connection,
    @Schema(
            defaultValue = "false",
            description = "Whether the hints that the server gives about its tools are believed.")
        @Nullable Boolean trusted,
    @Schema(
            minimum = "1",
            maximum = "10000",
            description =
                "How many calls may be under way there at once, in each node; more wait for their"
                    + " turn. Left out: as many as the settings say.")
        @Nullable Integer maxConcurrency) {

  ServerSpec spec() {
    return new ServerSpec(
        name,
        address(),
        spokenOver(),
        Boolean.TRUE.equals(trusted),
        authConfig == null ? ServerSpec.Auth.kept(authType) : authConfig.auth(authType),
        connection == null ? null : connection.connection(),
        maxConcurrency);
  }

  private String spokenOver() {
    if (transport == null) {
      return command == null ? STREAMABLE_HTTP : STDIO;
    }
    return transport.equals(HTTP_STREAMING) ? STREAMABLE_HTTP : transport;
  }

  private String address() {
    if (spokenOver().equals(STDIO)) {
      return program();
    }
    if (url == null || command != null) {
      throw unprocessable("A server that listens has a url, and no command.");
    }
    return url;
  }

  /** As it is shown, whether that is said beside the command or not. */
  private String program() {
    String shown = command == null ? null : McpServerEntry.url(command);
    if (shown == null || (url != null && !url.equals(shown))) {
      throw unprocessable(
          "A stdio server has a command, and no url beside stdio: and that command.");
    }
    return shown;
  }

  @Override
  public String toString() {
    return "ServerRequest[" + name + "]";
  }
}
