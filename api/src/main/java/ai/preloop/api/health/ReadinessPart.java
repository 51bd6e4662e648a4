package ai.preloop.api.health;

import java.util.Optional;

/** Something that requests need. {@code isReady} answers at once, from what is known already. */
public interface ReadinessPart {

  /** As {@code /health/ready} names it: {@code database}. */
  String name();

  boolean isReady();

  /** What an operator has to do about it, in one sentence, where that is known. */
  default Optional<String> problem() {
    return Optional.empty();
  }
}
