package ai.preloop.policies.quorum;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One vote; {@code eligibleFor} has the {@link Pools} that the voter was in when it was cast, and
 * {@code castAt} is the database's clock.
 */
public record Vote(
    UUID id,
    Voter voter,
    Set<String> eligibleFor,
    Choice choice,
    @Nullable String comment,
    Instant castAt) {

  public Vote {
    eligibleFor = Set.copyOf(eligibleFor);
  }

  /** What a voter says. */
  public enum Choice {
    APPROVE,
    DECLINE
  }
}
