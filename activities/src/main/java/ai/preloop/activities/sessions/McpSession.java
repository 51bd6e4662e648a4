package ai.preloop.activities.sessions;

import java.util.UUID;

/** A session that was negotiated, or is kept for a client that opens none; its subject's alone. */
public record McpSession(
    UUID id, UUID subject, String protocolVersion, String client, CallCount calls) {

  /** The revision whose clients open no session, and say with each request what they are. */
  public static final String STATELESS = "2026-07-28";

  /** Whether its client knows nothing of it: nothing can be resumed in it, or ended. */
  public boolean isStateless() {
    return protocolVersion.equals(STATELESS);
  }
}
