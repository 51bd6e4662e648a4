package ai.preloop.cli.commands.demo;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Screen;
import ai.preloop.cli.terminal.Shell;
import ai.preloop.cli.terminal.Style;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Who decides the call that waits. */
sealed interface Decider {

  /** {@code held} is the answer that the agent got, {@code pending_approval}. */
  void decide(Screen screen, JsonNode held);

  /** A person, who is told where, and waited for. */
  record Person(Shell shell) implements Decider {

    @Override
    public void decide(Screen screen, JsonNode held) {
      screen.line("   Your turn. Decide on the page, or in another terminal:");
      screen.line("     " + screen.paint(Style.BOLD, Json.words(held, "approval_console_url")));
      String command = shell.command("approvals approve " + Json.words(held, "request_id"));
      screen.line("     " + screen.paint(Style.BOLD, command));
      screen.line("   The agent waits" + limit(held) + "...");
    }

    private static String limit(JsonNode held) {
      long seconds = held.path("timeout_seconds").asLong(0);
      return seconds < 60 ? "" : ", for up to " + seconds / 60 + " min";
    }
  }

  /** The owner, who signed in before the story began. */
  record Owner(Server server) implements Decider {

    @Override
    public void decide(Screen screen, JsonNode held) {
      String path = "/approval-requests/" + Server.segment(held.path("request_id").asString(""));
      String digest = server.get(path).path("digest").asString("");
      var vote = Map.of("digest", digest, "comment", "Approved by the demo (--auto)");
      server.post(path + "/approve", Json.of(vote));
      screen.line("   Approved with the owner's password (--auto).");
    }
  }
}
