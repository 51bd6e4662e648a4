package ai.preloop.api.servers;

import ai.preloop.activities.servers.McpServer;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
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
    @Schema(allowableValues = {"new", "active", "error"}) String status,
    @Nullable String lastError,
    @Nullable Instant lastScannedAt,
    Instant createdAt) {

  static ServerAnswer of(McpServer server) {
    return new ServerAnswer(
        server.id(),
        server.name(),
        server.url(),
        server.registration().transport(),
        server.registration().authType(),
        server.trusted(),
        server.finding().status(),
        server.finding().lastError(),
        server.finding().lastScannedAt(),
        server.createdAt());
  }
}
