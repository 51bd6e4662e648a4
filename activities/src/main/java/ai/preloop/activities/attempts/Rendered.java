package ai.preloop.activities.attempts;

import ai.preloop.activities.dialects.Operation;

/**
 * A request as one target gets it: in which operation, whether its answer is a stream, and what.
 */
public record Rendered(Operation operation, boolean streamed, byte[] body) {}
