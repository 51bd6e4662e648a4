package ai.preloop.cli.commands.audit;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Looking;
import ai.preloop.cli.terminal.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the end of the audit trail. */
@Command(
    name = "tail",
    description = "Show the end of the audit trail, and with -f what is added to it.",
    footer = {
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} audit tail --limit 50 --verdict deny",
      "  ${ROOT-COMMAND-NAME} audit tail -f -o json | jq .tool"
    })
final class TailAudit implements Callable<Integer> {

  private final Invocation invocation;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on, and print what is added.")
  private boolean follow;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "How many records (default 20, up to 1000).")
  private int limit = 20;

  @Option(names = "--from", paramLabel = "TIME", description = "From this time on (RFC 3339).")
  private String from = "";

  @Option(names = "--to", paramLabel = "TIME", description = "Up to this time (RFC 3339).")
  private String to = "";

  @Option(names = "--tool", paramLabel = "NAME", description = "Only calls of this tool.")
  private String tool = "";

  @Option(names = "--server", paramLabel = "NAME", description = "Only calls to this server.")
  private String server = "";

  @Option(names = "--verdict", paramLabel = "VERDICT", description = "Only allow, deny or ask.")
  private String verdict = "";

  @Option(names = "--principal", paramLabel = "NAME", description = "Only what this caller did.")
  private String principal = "";

  @Option(
      names = "--correlation-id",
      paramLabel = "ID",
      description = "Only what belongs to this call.")
  private String correlationId = "";

  TailAudit(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws InterruptedException {
    var screen = invocation.screen();
    if (follow) {
      var following = new Following(filters(), screen);
      new Looking(invocation).run(server -> following.begin(server, limit), following::goOn);
      return 0;
    }
    var query = new LinkedHashMap<>(filters());
    query.put("limit", Integer.toString(limit));
    var records = invocation.server().get("/audit-logs", query);
    if (!screen.answer(records)) {
      screen.table(AuditTable.of(Json.items(records)), "No records.");
    }
    return 0;
  }

  private Map<String, String> filters() {
    var filters = new LinkedHashMap<String, String>();
    filters.put("from", from);
    filters.put("to", to);
    filters.put("tool", tool);
    filters.put("server", server);
    filters.put("verdict", verdict);
    filters.put("principal", principal);
    filters.put("correlation_id", correlationId);
    filters.values().removeIf(String::isEmpty);
    return filters;
  }
}
