package ai.preloop.activities.audit;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which records are asked for; {@code principal} is a name or an id, {@code to} is not included.
 */
public record AuditFilter(
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable String tool,
    @Nullable String server,
    @Nullable String verdict,
    @Nullable String principal,
    @Nullable UUID correlationId) {

  public static final AuditFilter ALL = new AuditFilter(null, null, null, null, null, null, null);
}
