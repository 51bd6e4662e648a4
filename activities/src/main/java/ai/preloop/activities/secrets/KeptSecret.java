package ai.preloop.activities.secrets;

import java.time.Instant;
import java.util.Optional;

/**
 * A secret as it may be shown: without its value; it has no origin before its first use. {@code
 * store} has the value.
 */
public record KeptSecret(String name, Optional<Origin> origin, Custody store, Instant updatedAt) {}
