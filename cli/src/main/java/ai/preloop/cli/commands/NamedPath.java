package ai.preloop.cli.commands;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Text;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.Map;
import java.util.regex.Pattern;

/** Where something is found that somebody called by its name or its id. */
public final class NamedPath {

  /** What no server between refuses in an address. */
  private static final Pattern PLAIN = Pattern.compile("[\\w .,:@+-]*");

  private static final Map<String, String> WHOLE = Map.of("limit", "1000");

  private NamedPath() {}

  /** A name with a slash or the like in it is no part of a path, so it goes by its id. */
  public static String of(Server server, String all, String called) {
    return all
        + "/"
        + Server.segment(PLAIN.matcher(called).matches() ? called : id(server, all, called));
  }

  private static String id(Server server, String all, String called) {
    return Json.items(server.get(all, WHOLE)).stream()
        .filter(each -> each.path("name").asString("").equals(called))
        .map(each -> each.path("id").asString(""))
        .findFirst()
        .orElseThrow(() ->
            new ProblemException(
                ProblemType.NOT_FOUND, "There is nothing called %s.".formatted(Text.line(called))));
  }
}
