package ai.preloop.activities.tools;

/** How many calls of one principal may be under way at once in a node. */
public record CallLimits(int perPrincipal) {

  public CallLimits {
    if (perPrincipal < 1) {
      throw new IllegalArgumentException("A limit of calls is at least 1");
    }
  }
}
