package ai.preloop.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Starts the product and measures what its users wait for. Arguments: the command that starts the
 * product. The load, the upstream and the product share the machine.
 */
public final class LoadBench {

  /** To look at one part alone while it is worked on. */
  private static final List<String> PARTS =
      List.of(
          System.getProperty("bench.parts", "calls,output,tools,approvals,models,large,policies")
              .split(","));

  private static final String POLICY =
      """
      version: "1.0"
      metadata:
        name: bench
      approval_workflows:
        - name: people
          timeout_seconds: 3600
          async_approval: true
      tools:
        - name: echo
          source: fixture
          conditions:
            - expression: args.amount < 1000 && args.note.size() < 200
              action: allow
              description: Small ones.
          otherwise: deny
        - name: pay
          source: fixture
          approval_workflow: people
          conditions:
            - expression: "true"
              action: require_approval
              description: Somebody looks at each.
        - name: read_screened
          source: fixture
          output:
            - pattern: '\\b(AKIA|ASIA)[0-9A-Z]{16}\\b'
              action: deny
            - pattern: '[a-z]+@example[.]com'
              action: redact
            - fields: [/customer/email]
              action: redact
            - injection: flag
            - max_bytes: 262144
      """;

  private LoadBench() {}

  public static void main(String[] command) throws IOException {
    Path home = Files.createTempDirectory("preloop-bench");
    Table table = new Table();
    try (FixtureServer fixture = new FixtureServer();
        Product product = new Product(List.of(command), home)) {
      prepare(product, fixture);
      product.restart();
      table.add("start, with its own servers", seconds(product.startedIn()), "s", "<= 6");
      try (Product node = product.beside()) {
        table.add("start, over servers that run", seconds(node.startedIn()), "s", "<= 3");
      }
      if (PARTS.contains("calls")) {
        new AllowedCalls(product, fixture, table).measure();
      }
      if (PARTS.contains("output")) {
        new OutputRules(product, fixture, table).measure();
      }
      if (PARTS.contains("tools")) {
        new ManyTools(product, fixture, table).measure();
      }
      if (PARTS.contains("approvals")) {
        new Decisions(product, fixture, table).measure();
      }
      table.add("memory after the above", product.residentMib(), "MiB", "<= 400");
      if (PARTS.contains("models") || PARTS.contains("portkey")) {
        product.restart();
        models(product, table);
      }
      if (PARTS.contains("large")) {
        product.restart();
        new LargeResults(product, fixture, table).measure();
      }
      if (PARTS.contains("policies")) {
        product.restart();
        new LargePolicy(product, fixture, table).measure();
      }
    }
    Path written = Path.of("bench/target/load.json");
    Files.createDirectories(written.toAbsolutePath().getParent());
    Files.writeString(written, table.json(about()));
    System.out.println("Written to " + written);
  }

  /** The comparison is made where it is asked for: it installs a program. */
  private static void models(Product product, Table table) throws IOException {
    try (ModelFixture provider = new ModelFixture()) {
      Models models = new Models(product, provider, table);
      if (PARTS.contains("models")) {
        models.measure();
      }
      if (PARTS.contains("portkey")) {
        models.compare();
      }
    }
  }

  private static void prepare(Product product, FixtureServer fixture) throws IOException {
    product.addServer("fixture", fixture.port(), "/mcp");
    product.post("/api/v1/policies/upload", product.signIn(), POLICY);
  }

  private static Map<String, String> about() {
    return Map.of(
        "at", Instant.now().toString(),
        "cores", Integer.toString(Runtime.getRuntime().availableProcessors()),
        "jvm", Runtime.version().toString());
  }

  static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
