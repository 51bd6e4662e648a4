package ai.preloop.activities.virtualservers;

import static ai.preloop.policies.problems.ProblemException.unprocessable;

import ai.preloop.activities.servers.Catalog.Tool;
import org.jspecify.annotations.Nullable;

/**
 * Tools by their servers' own names for them: one, those with a beginning ({@code get_*}), or all
 * ({@code *}); of one server, or of any.
 */
public record ToolChoice(@Nullable String server, String tool) {

  private static final int LONGEST = 128;
  private static final String ANY = "*";

  /** UNPROCESSABLE for what can be no choice. */
  public ToolChoice {
    if (tool.isBlank() || tool.length() > LONGEST) {
      throw unprocessable("tool has 1 to %d characters.".formatted(LONGEST));
    }
    if (tool.indexOf('*') >= 0 && tool.indexOf('*') < tool.length() - 1) {
      throw unprocessable("`%s`: a * stands at the end, for whatever follows.".formatted(tool));
    }
    if (server != null && server.isBlank()) {
      throw unprocessable("server is a server's name; leave it out for any.");
    }
  }

  public boolean has(Tool candidate) {
    return (server == null || server.equals(candidate.server().name()))
        && (tool.endsWith(ANY)
            ? candidate.name().startsWith(tool.substring(0, tool.length() - 1))
            : candidate.name().equals(tool));
  }
}
