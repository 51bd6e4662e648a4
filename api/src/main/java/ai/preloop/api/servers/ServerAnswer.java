package ai.preloop.api.servers;

import ai.preloop.activities.servers.McpServer;
import ai.preloop.activities.servers.ServerHealth.Trouble;
import ai.preloop.activities.servers.Servers;
import ai.preloop.policies.documents.McpServerEntry;
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
    @Schema(description = "Of a stdio server: the command's name after stdio:.") String url,
    @Schema(allowableValues = {"streamable-http", "sse", "stdio"}) String transport,
    @Schema(description = "Of a stdio server: the name that the operator gave the program.")
        @Nullable String command,
    String authType,
    boolean trusted,
    @Schema(description = "How it is got at; null where that is the usual way.")
        @Nullable ConnectionAnswer connection,
    @Schema(description = "Of one with a limit of its own to the calls that it takes at once.")
        @Nullable Integer maxConcurrency,
    @Schema(
            description =
                "Whose document of the policy brings it and changes it; console when it was made by"
                    + " hand.")
        String owner,
    @Schema(
            allowableValues = {"new", "active", "error", "unreachable"},
            description =
                "What was last found out, by a scan or by calls; unreachable while the node that"
                    + " answers sends it no calls since several in a row did not reach it.")
        String status,
    @Nullable String lastError,
    @Schema(description = "Since when it is in error.") @Nullable Instant lastErrorAt,
    @Schema(description = "Of one that is unreachable.") @Nullable Instant unreachableSince,
    @Nullable Instant lastScannedAt,
    Instant createdAt,
    @Schema(
            description =
                "After a change with force: the entries of the policy that name the server as it"
                    + " was called before, and hold for nothing now.")
        List<UnmatchedAnswer> unmatchedEntries) {

  static ServerAnswer of(McpServer server, @Nullable Trouble trouble) {
    return of(new Servers.Changed(server, List.of()), trouble);
  }

  static ServerAnswer of(Servers.Changed changed, @Nullable Trouble trouble) {
    McpServer server = changed.server();
    return new ServerAnswer(
        server.id(),
        server.name(),
        server.url(),
        server.registration().transport(),
        McpServerEntry.command(server.url()).orElse(null),
        server.registration().authType(),
        server.trusted(),
        ConnectionAnswer.of(server.registration().connection()),
        server.registration().maxConcurrency(),
        server.owner(),
        trouble == null ? server.finding().status() : "unreachable",
        trouble == null ? server.finding().lastError() : trouble.why(),
        since(server.finding().lastErrorAt(), trouble),
        trouble == null ? null : trouble.since(),
        server.finding().lastScannedAt(),
        server.createdAt(),
        UnmatchedAnswer.all(changed.unmatched()));
  }

  /** A scan and calls may have found out at different times. */
  private static @Nullable Instant since(@Nullable Instant error, @Nullable Trouble trouble) {
    if (trouble == null) {
      return error;
    }
    return error != null && error.isBefore(trouble.since()) ? error : trouble.since();
  }
}
