package ai.preloop.activities.sessions;

import java.util.UUID;

/** A session that was negotiated; it belongs to the subject that opened it. */
public record McpSession(
    UUID id, UUID subject, String protocolVersion, String client, CallCount calls) {}
