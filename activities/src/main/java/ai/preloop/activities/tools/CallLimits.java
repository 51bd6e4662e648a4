package ai.preloop.activities.tools;

/** How many calls may be under way at once in a node, of one principal and to one server. */
public record CallLimits(int perPrincipal, int perServer) {

  public CallLimits {
    if (perPrincipal < 1 || perServer < 1) {
      throw new IllegalArgumentException("A limit of calls is at least 1");
    }
  }
}
