package ai.preloop.activities.upstream;

import ai.preloop.activities.audit.AuditRecord.Who;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whose client hears what a server says, in which session; {@code correlation} is that of the
 * request that is answered, null where a whole session is heard.
 */
public record Hearer(Who who, UUID session, @Nullable UUID correlation) {}
