package ai.preloop.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/** The list of five hundred tools that twenty servers have between them, each with a schema. */
final class ManyTools {

  /** Where the fixture is one of these servers; the number of the server follows. */
  static final String PATH = "/many/";

  private static final int SERVERS = 20;
  private static final int TOOLS = 25;
  private static final Duration WARM = Duration.ofSeconds(15);
  private static final Duration TIME = Duration.ofSeconds(10);
  private static final String LIST =
      """
      {"jsonrpc":"2.0","id":2,"method":"tools/list"}\
      """;

  private final Product product;
  private final FixtureServer fixture;
  private final Table table;

  ManyTools(Product product, FixtureServer fixture, Table table) {
    this.product = product;
    this.fixture = fixture;
    this.table = table;
  }

  void measure() throws IOException {
    for (int server = 0; server < SERVERS; server++) {
      product.addServer("many" + server, fixture.port(), PATH + server);
    }
    Load.Target list = Agent.through(product, LIST);
    requireAll(list);
    Load.run(list, 4, WARM);
    Samples alone = Load.median(list, 1, TIME).samples();
    table.add("tools/list, 500 tools of 20 servers: p50", alone.median(), "ms", "<= 5");
    table.add("tools/list, 500 tools of 20 servers: p99", alone.percentile(0.99), "ms", "");
  }

  /** Nothing is measured of a list that is cut into pages or lacks a server. */
  private static void requireAll(Load.Target list) throws IOException {
    try (Connection connection = new Connection(list.port())) {
      String answer = connection.send(list.request(connection)).text();
      boolean isWhole =
          IntStream.range(0, SERVERS)
              .allMatch(server ->
                  IntStream.range(0, TOOLS)
                      .allMatch(tool -> answer.contains("\"" + name(server, tool) + "\"")));
      if (!isWhole) {
        throw new IOException("The list lacks tools: " + answer.length() + " characters");
      }
    }
  }

  private static String name(int server, int tool) {
    return "many_%d_tool_%d".formatted(server, tool);
  }

  /** The result of {@code tools/list} of the server at this path. */
  static String tools(String path) {
    int server = Integer.parseInt(path.substring(PATH.length()));
    return JsonMapper.shared()
        .writeValueAsString(
            Map.of(
                "tools", IntStream.range(0, TOOLS).mapToObj(tool -> tool(server, tool)).toList()));
  }

  private static Map<String, Object> tool(int server, int number) {
    Map<String, Object> text = Map.of("type", "string", "description", "What to look at");
    return Map.of(
        "name",
        name(server, number),
        "description",
        "Reads the records of kind %d and answers those that match.".formatted(number),
        "inputSchema",
        Map.of("type", "object", "properties", Map.of("query", text, "path", text)));
  }
}
