package ai.preloop.activities.sessions;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session that was negotiated, or is kept for a client that opens none; its subject's alone.
 * {@code endpoint} is the virtual server that it was opened with, if it was one.
 */
public record McpSession(
    UUID id, UUID subject, Kind kind, Client client, CallCount calls, @Nullable UUID endpoint) {

  public McpSession(UUID id, UUID subject, Kind kind, Client client, CallCount calls) {
    this(id, subject, kind, client, calls, null);
  }

  /** The revision whose clients open no session, and say with each request what they are. */
  public static final String STATELESS = "2026-07-28";

  /** The one revision that has tasks in sessions (MCP 2025-11-25, Tasks). */
  public static final String WITH_TASKS = "2025-11-25";

  /**
   * What its messages mean; of a {@code stateless} one its client knows nothing, so that nothing
   * can be resumed in it, or ended.
   */
  public record Kind(String protocolVersion, boolean stateless) {}

  /** What the client said of itself, and what it can do for servers: JSON objects. */
  public record Client(String name, String capabilities) {}

  public String protocolVersion() {
    return kind.protocolVersion();
  }

  public boolean isStateless() {
    return kind.stateless();
  }

  /** Whether its client may ask for a task in place of a result. */
  public boolean hasTasks() {
    return kind.protocolVersion().equals(WITH_TASKS);
  }
}
