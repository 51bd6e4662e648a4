package ai.preloop.bench.load;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a document with five rules for each of two thousand tools costs, whose schemas are known:
 * every expression is another one and is checked against its tool's schema.
 */
final class LargePolicy {

  /** Where the fixture is the server of all these tools. */
  static final String PATH = "/large/mcp";

  private static final int TOOLS = 2_000;
  private static final int REPEATED = 5;

  /** Number, text, list, caller and session: what rules read, with numbers of their own. */
  private static final List<String> EXPRESSIONS =
      List.of(
          "args.amount > %1$d && args.currency == 'EUR'",
          "args.path.startsWith('/srv/%1$d') && !args.force",
          "args.command.matches('^deploy-%1$d *[a-z]+$')",
          "principal.name == 'agent-%1$d' && args.items.exists(i, i.size() > 3)",
          "args.env in ['prod-%1$d', 'stage'] || session.calls > %1$d");

  private static final List<String> ACTIONS = List.of("allow", "deny", "require_approval");

  private final Product product;
  private final FixtureServer fixture;
  private final Table table;

  LargePolicy(Product product, FixtureServer fixture, Table table) {
    this.product = product;
    this.fixture = fixture;
    this.table = table;
  }

  /** In a process that has read nothing yet, and again when it has. */
  void measure() throws IOException {
    String owner = product.signIn();
    product.addServer("large", fixture.port(), PATH);
    row("validated, 10,000 rules", "<= 2", time("/api/v1/policies/validate", owner, 0));
    row("applied, 10,000 rules", "<= 5", time("/api/v1/policies/upload", owner, 0));
    row("validated again: median", "<= 2", again("/api/v1/policies/validate", owner));
    row("applied again: median", "<= 5", again("/api/v1/policies/upload", owner));
  }

  private void row(String what, String bar, double seconds) {
    table.add(what, seconds, "s", bar);
  }

  private double again(String path, String owner) throws IOException {
    double[] seconds = new double[REPEATED];
    for (int i = 0; i < REPEATED; i++) {
      seconds[i] = time(path, owner, i + 1);
    }
    Arrays.sort(seconds);
    return seconds[REPEATED / 2];
  }

  /** Every {@code edition} has rules that no other one has, so that nothing is known of them. */
  private double time(String path, String owner, int edition) throws IOException {
    String document = document(edition + (path.endsWith("upload") ? 100 : 0));
    long before = System.nanoTime();
    product.post(path, owner, document);
    return (System.nanoTime() - before) / 1e9;
  }

  private static String document(int edition) {
    return IntStream.range(0, TOOLS)
        .mapToObj(tool -> entry(tool, edition))
        .collect(
            Collectors.joining(
                "",
                """
                version: "1.0"
                metadata: { name: large }
                approval_workflows: [ { name: those, approver_users: [owner] } ]
                tools:
                """,
                ""));
  }

  private static String entry(int tool, int edition) {
    String rules =
        IntStream.range(0, EXPRESSIONS.size())
            .mapToObj(rule ->
                "      - { expression: \"%s\", action: %s, description: Rule %d }\n"
                    .formatted(
                        EXPRESSIONS.get(rule).formatted(edition * TOOLS + tool),
                        ACTIONS.get((tool + rule) % ACTIONS.size()),
                        rule))
            .collect(Collectors.joining());
    return "  - name: tool_%d\n    source: large\n    approval_workflow: those\n    otherwise: allow\n    conditions:\n%s"
        .formatted(tool, rules);
  }

  /** The result of {@code tools/list}, in which every tool has a schema of its own. */
  static String tools() {
    return JsonMapper.shared()
        .writeValueAsString(
            Map.of("tools", IntStream.range(0, TOOLS).mapToObj(LargePolicy::tool).toList()));
  }

  private static Map<String, Object> tool(int number) {
    Map<String, Object> text = Map.of("type", "string");
    return Map.of(
        "name",
        "tool_" + number,
        "inputSchema",
        Map.of(
            "type",
            "object",
            "properties",
            Map.of(
                "amount", Map.of("type", "integer", "maximum", 1_000_000 + number),
                "currency", text,
                "path", text,
                "force", Map.of("type", "boolean"),
                "command", text,
                "env", text,
                "items", Map.of("type", "array", "items", text))));
  }
}
