package ai.preloop.activities.identity;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** A runtime token as a node keeps it: of which key it is, and how it narrows it. */
record StoredToken(
    UUID id, UUID key, Set<Scope> scopes, AllowedModels models, Labels labels, Instant expiresAt) {

  StoredToken {
    scopes = Set.copyOf(scopes);
  }

  boolean isGoodAt(Instant now) {
    return now.isBefore(expiresAt);
  }

  /** The key as this token lets it act; empty for another key. */
  Optional<Principal> narrowed(Principal of) {
    return of.id().equals(key)
        ? Optional.of(
            new Principal(
                of.account(),
                of.kind(),
                of.id(),
                of.name(),
                of.user(),
                of.userName(),
                scopes.stream().filter(of::may).collect(Collectors.toUnmodifiableSet()),
                of.roles(),
                models,
                labels,
                id))
        : Optional.empty();
  }
}
