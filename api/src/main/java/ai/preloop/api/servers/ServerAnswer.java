package ai.preloop.api.servers;

import ai.preloop.activities.servers.McpServer;
import ai.preloop.activities.servers.Servers;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A server as it is shown: without how it knows us. */
@Schema(name = "McpServer")
record ServerAnswer(
    UUID id,
    String name,
    String url,
    String transport,
    String authType,
    boolean trusted,
    @Schema(
            description =
                "Whose document of the policy brings it and changes it; console when it was made by"
                    + " hand.")
        String owner,
    @Schema(allowableValues = {"new", "active", "error"}) String status,
    @Nullable String lastError,
    @Nullable Instant lastScannedAt,
    Instant createdAt,
    @Schema(
            description =
                "After a change with force: the entries of the policy that name the server as it"
                    + " was called before, and hold for nothing now.")
        List<UnmatchedAnswer> unmatchedEntries) {

  static ServerAnswer of(McpServer server) {
    return of(new Servers.Changed(server, List.of()));
  }

  static ServerAnswer of(Servers.Changed changed) {
    McpServer server = changed.server();
    return new ServerAnswer(
        server.id(),
        server.name(),
        server.url(),
        server.registration().transport(),
        server.registration().authType(),
        server.trusted(),
        server.owner(),
        server.finding().status(),
        server.finding().lastError(),
        server.finding().lastScannedAt(),
        server.createdAt(),
        UnmatchedAnswer.all(changed.unmatched()));
  }
}
