package ai.preloop.cli.commands.tools;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.terminal.Json;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** A call that waits for a person, and how they decide. */
record PendingCall(Invocation invocation, JsonNode answer) {

  void tell(Consumer<String> out) {
    out.accept("A person is asked" + who() + ".");
    out.accept("Decide on the page, or with the command:");
    out.accept("  " + Json.words(answer, "approval_console_url"));
    String command = "approvals approve " + Json.words(answer, "request_id");
    out.accept("  " + invocation.shell().command(command));
  }

  private String who() {
    String approvers = Json.words(answer, "approvers");
    return approvers.isEmpty() ? "" : ": " + approvers;
  }
}
