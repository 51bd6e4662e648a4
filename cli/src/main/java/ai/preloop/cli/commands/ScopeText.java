package ai.preloop.cli.commands;

import java.util.Map;

/** Whose calls something is about, as {@code account} and {@code agent:research} say it. */
public final class ScopeText {

  private ScopeText() {}

  /** The members of a scope in a request. */
  public static Map<String, String> members(String scope) {
    int colon = scope.indexOf(':');
    return colon < 0
        ? Map.of("type", scope)
        : Map.of("type", scope.substring(0, colon), "value", scope.substring(colon + 1));
  }
}
