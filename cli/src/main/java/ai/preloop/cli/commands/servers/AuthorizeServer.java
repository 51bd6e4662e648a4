package ai.preloop.cli.commands.servers;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Text;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Grants access to a server that is signed in to by OAuth. */
@Command(
    name = "authorize",
    description = "Grant access to an MCP server by OAuth (asks for a password).",
    footer = {
      "",
      "Prints an address: open it in a browser within ten minutes and agree there.",
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} servers authorize tickets",
      "  ${ROOT-COMMAND-NAME} servers authorize tickets --revoke"
    })
final class AuthorizeServer implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final KnownServer known;

  @Option(names = "--revoke", description = "Give the access up instead.")
  private boolean revoke;

  AuthorizeServer(Invocation invocation) {
    this.invocation = invocation;
    known = new KnownServer(invocation);
  }

  @Override
  public Integer call() {
    var found = known.find();
    var screen = invocation.screen();
    if (revoke) {
      found.preloop().delete(found.path() + "/oauth", Map.of());
      screen.note("Gave the access to " + known.name() + " up.");
      return 0;
    }
    JsonNode begun =
        found.preloop().post(found.path() + "/oauth/authorize", Json.of(Map.of())).body();
    if (!screen.answer(begun)) {
      told(begun);
    }
    return 0;
  }

  private void told(JsonNode begun) {
    var screen = invocation.screen();
    var scan = invocation.shell().command("servers scan " + known.name());
    if (begun.path("authorization_url").isString()) {
      screen.line("Open this in your browser within ten minutes, and agree there:");
      screen.line("  " + Text.line(begun.path("authorization_url").asString("")));
      screen.line("Then fetch its tools with `" + scan + "`.");
    } else {
      screen.line("Preloop was granted access to " + known.name() + ".");
      screen.line("Fetch its tools with `" + scan + "`.");
    }
  }
}
