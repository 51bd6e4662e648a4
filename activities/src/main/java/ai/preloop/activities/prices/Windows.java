package ai.preloop.activities.prices;

/** How many tokens a model takes and gives at the most, for the upper bound of a call. */
public record Windows(int contextWindow, int maxOutput) {

  /** For a model that the catalogue does not have: what the large ones of our day can. */
  public static final Windows UNKNOWN = new Windows(1_050_000, 128_000);
}
