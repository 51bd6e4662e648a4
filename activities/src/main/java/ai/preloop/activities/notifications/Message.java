package ai.preloop.activities.notifications;

import java.net.URI;
import java.time.Instant;
import java.util.UUID;

/**
 * What people are told of a waiting call: never an argument, because a channel is not a safe place.
 * {@code address} asks for a sign-in.
 */
public record Message(
    UUID approvalId,
    String step,
    String server,
    String tool,
    String caller,
    Instant deadline,
    URI address) {}
