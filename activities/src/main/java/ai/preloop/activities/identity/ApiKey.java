package ai.preloop.activities.identity;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An API key as it may be shown at any time. */
public record ApiKey(
    UUID id,
    String name,
    Set<Scope> scopes,
    String prefix,
    Instant createdAt,
    @Nullable Instant expiresAt,
    AllowedModels models,
    Labels labels) {

  public ApiKey {
    scopes = Set.copyOf(scopes);
  }
}
