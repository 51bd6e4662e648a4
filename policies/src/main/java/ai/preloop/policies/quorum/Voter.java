package ai.preloop.policies.quorum;

/** Somebody whose vote counts: a person, a model ({@code ai:<model>}), or the system. */
public record Voter(String id, String name) {

  /** Whoever acts when nobody did. */
  public static final Voter SYSTEM = new Voter("system", "system");
}
