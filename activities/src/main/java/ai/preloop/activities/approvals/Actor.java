package ai.preloop.activities.approvals;

import ai.preloop.policies.quorum.Voter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who did it. {@code type} and {@code id} are those of a caller's credential, or {@code user} and
 * the person's; {@code credential} is the kind of it that a person used.
 */
record Actor(String type, @Nullable UUID id, String name, @Nullable String credential) {

  static final Actor SYSTEM = new Actor("system", null, "system", null);

  static Actor of(Voter voter) {
    return voter.equals(Voter.SYSTEM)
        ? SYSTEM
        : user(UUID.fromString(voter.id()), voter.name(), null);
  }

  static Actor user(@Nullable UUID id, String name, @Nullable String credential) {
    return new Actor("user", id, name, credential);
  }
}
