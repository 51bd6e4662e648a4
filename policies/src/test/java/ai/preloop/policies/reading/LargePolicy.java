package ai.preloop.policies.reading;

import ai.preloop.policies.documents.KnownTool;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A document for 2,000 tools with 10,000 conditions, no two of them alike, and its account. */
public final class LargePolicy {

  public static final int TOOLS = 2_000;
  public static final int RULES_OF_A_TOOL = 5;

  private static final int SERVERS = 40;
  private static final String HEAD =
      """
      version: "1.0"
      metadata: { name: Large, description: Every tool has its limits }
      approval_workflows:
        - { name: payments, approver_users: [ana, ben], required_approvals: 2 }
        - { name: default, approver_users: [ana], is_default: true }
      tools:
      """;

  private LargePolicy() {}

  public static byte[] yaml() {
    return IntStream.range(0, TOOLS)
        .mapToObj(LargePolicy::entry)
        .collect(Collectors.joining("", HEAD, "defaults: { unknown_tools: deny }\n"))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** An account that has every tool with a schema of its own. */
  public static Surroundings account() {
    return new Surroundings(
        false,
        new Surroundings.Names(
            IntStream.range(0, SERVERS).mapToObj(i -> "server-" + i).collect(Collectors.toSet()),
            Set.of("ana", "ben"),
            Set.of(),
            Set.of(),
            Map.of()),
        tools(),
        Map.of(),
        Surroundings.Claims.NONE,
        Map.of(),
        true);
  }

  public static List<KnownTool> tools() {
    return IntStream.range(0, TOOLS).mapToObj(LargePolicy::tool).toList();
  }

  private static String entry(int tool) {
    return """
      - name: tool_%1$d
        source: server-%2$d
        justification: optional
        approval_workflow: payments
        conditions:
          - expression: "args.recipient.matches('^(acct|iban)-%1$d-[0-9]{4,12}$') && args.amount > %1$d.5"
            action: deny
            description: Refused by the treasury, limit %1$d
          - expression: args.amount_%1$d > 100 * %1$d && !(args.currency in ['EUR', 'USD', 'C%1$d'])
            action: require_approval
            description: Amounts in other currencies are looked at
          - expression: has(args.tags) && args.tags.exists(t, t.startsWith('urgent-%1$d'))
            approval_workflow: default
          - expression: principal.name == 'job-%1$d' && now.getHours('Europe/Athens') >= 18
            action: deny
          - expression: args.amount < %1$d && 'finance' in principal.teams
            action: allow
        otherwise: require_approval
    """
        .formatted(tool, tool % SERVERS)
        .indent(0);
  }

  private static KnownTool tool(int number) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("recipient", Map.of("type", "string", "description", "Who receives it"));
    properties.put("amount", Map.of("type", "number", "minimum", 0));
    properties.put("amount_" + number, Map.of("type", "integer"));
    properties.put("currency", Map.of("type", "string", "enum", List.of("EUR", "USD", "GBP")));
    properties.put("tags", Map.of("type", "array", "items", Map.of("type", "string")));
    properties.put("note", Map.of("type", List.of("string", "null")));
    return new KnownTool(
        "server-" + number % SERVERS,
        "tool_" + number,
        "mcp",
        Map.of("type", "object", "properties", properties, "required", List.of("recipient")),
        KnownTool.Hints.UNTRUSTED);
  }
}
