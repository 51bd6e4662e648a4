package ai.preloop.cli.commands.demo;

import ai.preloop.cli.terminal.Json;
import tools.jackson.databind.JsonNode;

/** What the demo server offers and the starter policy speaks about; both are named only here. */
enum DemoTools {
  ALLOWED("get_balance", "{}", "allow"),
  DENIED("delete_ledger", "{}", "deny"),
  HELD("pay_invoice", "{\"amount\": 420, \"recipient\": \"ACME Hosting\"}", "ask");

  static final String SERVER = "demo";

  private final String tool;
  private final String arguments;
  private final String verdict;

  DemoTools(String tool, String arguments, String verdict) {
    this.tool = tool;
    this.arguments = arguments;
    this.verdict = verdict;
  }

  String tool() {
    return tool;
  }

  JsonNode arguments() {
    return Json.read(arguments);
  }

  /** What the starter policy says of the call. */
  String verdict() {
    return verdict;
  }
}
