package ai.preloop.cli.commands.audit;

import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.RuleWords;
import ai.preloop.cli.terminal.Table;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Audit records as rows, the oldest first, as a trail is read. */
public final class AuditTable {

  private AuditTable() {}

  public static Table of(List<JsonNode> newestFirst) {
    var table = new Table("SEQ", "TIME", "WHO", "ACTION", "TOOL", "VERDICT", "OUTCOME", "RULE");
    for (JsonNode item : newestFirst.reversed()) {
      table.row(
          Json.words(item, "seq"),
          Json.time(item, "at"),
          Json.words(item, "principal"),
          Json.words(item, "action"),
          Json.words(item, "tool"),
          Json.words(item, "verdict"),
          outcome(item),
          RuleWords.of(item.path("rule")));
    }
    return table;
  }

  /** Where nothing came out yet, the record says again what it is about. */
  private static String outcome(JsonNode item) {
    String outcome = Json.words(item, "outcome");
    String subject = Json.words(item, "server") + "." + Json.words(item, "tool");
    return outcome.equals(subject) ? "" : outcome;
  }
}
