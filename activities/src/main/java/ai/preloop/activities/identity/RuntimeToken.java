package ai.preloop.activities.identity;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** A runtime token as it may be shown at any time, with the key that it narrows. */
public record RuntimeToken(
    UUID id,
    Key key,
    Set<Scope> scopes,
    AllowedModels models,
    Labels labels,
    Instant createdAt,
    Instant expiresAt) {

  /** The key that its calls count as. */
  public record Key(UUID id, String name) {}

  public RuntimeToken {
    scopes = Set.copyOf(scopes);
  }
}
