package ai.preloop.api.health;

/** Something that requests need. {@code isReady} answers at once, from what is known already. */
public interface ReadinessPart {

  /** As {@code /health/ready} names it: {@code database}. */
  String name();

  boolean isReady();
}
