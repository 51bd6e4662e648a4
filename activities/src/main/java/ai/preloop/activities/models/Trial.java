package ai.preloop.activities.models;

import java.time.Duration;

/**
 * How a tiny request to a model ended: the provider's status, 0 where none came, and a sentence for
 * whoever tried.
 */
public record Trial(boolean ok, int httpStatus, Duration latency, String message) {}
