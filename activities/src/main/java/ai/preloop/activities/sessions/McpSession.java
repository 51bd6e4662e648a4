package ai.preloop.activities.sessions;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session that was negotiated, or is kept for a client that opens none; its subject's alone.
 * {@code endpoint} is the virtual server that it was opened with, if it was one.
 */
public record McpSession(
    UUID id,
    UUID subject,
    String protocolVersion,
    String client,
    CallCount calls,
    @Nullable UUID endpoint) {

  public McpSession(UUID id, UUID subject, String protocolVersion, String client, CallCount calls) {
    this(id, subject, protocolVersion, client, calls, null);
  }

  /** The revision whose clients open no session, and say with each request what they are. */
  public static final String STATELESS = "2026-07-28";

  /** Whether its client knows nothing of it: nothing can be resumed in it, or ended. */
  public boolean isStateless() {
    return protocolVersion.equals(STATELESS);
  }
}
