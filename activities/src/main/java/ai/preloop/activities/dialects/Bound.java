package ai.preloop.activities.dialects;

/**
 * The most tokens that a provider may charge for a request. Where {@code known} is false the
 * request lets the provider add input, loops or dearer tokens of which it says nothing itself, and
 * the numbers are those of one full context window.
 */
public record Bound(long inputTokens, long outputTokens, boolean known) {

  public static final Bound NOTHING = new Bound(0, 0, true);

  public Bound {
    inputTokens = Math.clamp(inputTokens, 0, Usage.MOST);
    outputTokens = Math.clamp(outputTokens, 0, Usage.MOST);
  }
}
