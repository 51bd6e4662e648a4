package ai.preloop.cli.commands.approvals;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Table;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Lists approval requests in one line each. */
final class ApprovalTable {

  private ApprovalTable() {}

  static void print(Invocation invocation, Map<String, String> query) {
    var screen = invocation.screen();
    var requests = invocation.server().get("/approval-requests", query);
    if (screen.answer(requests)) {
      return;
    }
    var table = new Table("ID", "STATUS", "ASKED", "DEADLINE", "TOOL", "BY");
    for (JsonNode request : Json.items(requests)) {
      table.row(
          Json.words(request, "id"),
          Json.words(request, "status"),
          Json.time(request, "created_at"),
          Json.time(request, "deadline"),
          ApprovalView.tool(request),
          Json.words(request, "requested_by"));
    }
    screen.table(table, "Nothing here.");
    if (requests.hasNonNull("next_cursor")) {
      screen.note("There are more; these are the newest.");
    }
  }
}
