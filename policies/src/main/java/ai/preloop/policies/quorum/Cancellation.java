package ai.preloop.policies.quorum;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Somebody took the request back. */
public record Cancellation(String by, Instant at, @Nullable String reason) {}
