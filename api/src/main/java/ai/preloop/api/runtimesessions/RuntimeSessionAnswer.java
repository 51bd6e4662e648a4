package ai.preloop.api.runtimesessions;

import ai.preloop.activities.runtimesessions.RuntimeSession;
import ai.preloop.api.usage.PlainNumber;
import ai.preloop.api.usage.Usd;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.annotation.JsonSerialize;

/** A session as clients see it. */
@JsonNaming(SnakeCaseStrategy.class)
record RuntimeSessionAnswer(
    @Schema(description = "As it stands in addresses.") String id,
    @Schema(
            description =
                "What the client calls it; or key:, user: or mcp: and an id, for the calls of a key,"
                    + " of a person or of a session of MCP that name none.")
        String session,
    @Schema(
            description =
                "Who named it: preloop, claude-code, codex or opencode; or key, user or mcp.")
        String source,
    @Schema(description = "The names of the keys and people that called.") List<String> principals,
    Instant firstSeen,
    Instant lastSeen,
    long modelCalls,
    @Schema(description = "Requests to MCP servers.") long mcpCalls,
    @Schema(description = "With what was read from a provider's cache and written to it.")
        long inputTokens,
    @Schema(description = "With reasoning.") long outputTokens,
    @Schema(description = "US dollars, exactly, of the calls whose cost is known.")
        @JsonSerialize(using = PlainNumber.class)
        BigDecimal costUsd) {

  static RuntimeSessionAnswer of(RuntimeSession session) {
    return new RuntimeSessionAnswer(
        session.conversation().inPath(),
        session.conversation().id(),
        session.source(),
        session.principals(),
        session.firstSeen(),
        session.lastSeen(),
        session.calls().models(),
        session.calls().servers(),
        session.tokens().input(),
        session.tokens().output(),
        Usd.of(session.costNanos()));
  }
}
