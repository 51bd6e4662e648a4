package ai.preloop.activities.tools;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.sessions.McpSession;
import ai.preloop.workflows.identity.Ids;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One {@code tools/call} as it came in. The session is null where the edge has none. */
public record ToolCall(
    Principal principal,
    @Nullable McpSession session,
    Envelope envelope,
    String name,
    UUID correlation,
    long startedAt) {

  public static ToolCall of(
      Principal principal, @Nullable McpSession session, Envelope envelope, String name) {
    return new ToolCall(principal, session, envelope, name, Ids.next(), System.nanoTime());
  }

  @Nullable UUID sessionId() {
    return session == null ? null : session.id();
  }
}
