package ai.preloop.policies.reading;

import ai.preloop.policies.documents.KnownTool;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The accounts that the cases are read for. */
final class SurroundingsFixtures {

  static final Surroundings OFFLINE = Surroundings.offline(Map.of("REGION", "eu-west"));

  static final Surroundings ACCOUNT =
      new Surroundings(
          false,
          new Surroundings.Names(
              Set.of("shell", "bank"),
              Set.of("ana", "ben", "lead"),
              Set.of("platform", "on-call"),
              Set.of("nightly-job"),
              Map.of("github-token", "", "slack-hook", "", "bank-token", "https://bank.test:443")),
          List.of(
              tool("shell", "bash", Map.of("command", Map.of("type", "string"))),
              tool("bank", "pay", Map.of("amount", Map.of("type", "integer"))),
              tool("bank", "pay_later", Map.of("days", Map.of("type", "integer"))),
              new KnownTool("builtin", "search", "builtin", Map.of(), KnownTool.Hints.UNTRUSTED)),
          Map.of("bank-approval", "Bank Team"),
          new Surroundings.Claims("Bank Team", "Bank Team", Map.of("bank", "Bank Team")),
          Map.of("REGION", "eu-west"),
          true);

  private SurroundingsFixtures() {}

  static Surroundings withoutServerReferences(Surroundings from) {
    return new Surroundings(
        from.offline(),
        from.names(),
        from.tools(),
        from.approvalWorkflows(),
        from.claims(),
        from.environment(),
        false);
  }

  static Surroundings withTools(Surroundings from, List<KnownTool> tools) {
    return new Surroundings(
        from.offline(),
        from.names(),
        tools,
        from.approvalWorkflows(),
        from.claims(),
        from.environment(),
        from.checkServerReferences());
  }

  static KnownTool tool(String server, String name, Map<String, Object> properties) {
    var schema = Map.of("type", "object", "properties", properties, "additionalProperties", false);
    return new KnownTool(server, name, "mcp", schema, KnownTool.Hints.UNTRUSTED);
  }
}
