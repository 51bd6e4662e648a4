package ai.preloop.activities.tools;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.mcp.ServerIntroduction;
import ai.preloop.activities.mcp.ToolDefinition;
import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.activities.servers.Catalog.Tool;
import ai.preloop.activities.tools.VisibleTools.Listed;
import ai.preloop.activities.upstream.Credential;
import ai.preloop.activities.upstream.UpstreamServer;
import ai.preloop.policies.documents.Justification;
import ai.preloop.policies.documents.KnownTool;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ToolSearchTests {

  private static final List<Listed> TOOLS =
      List.of(
          tool("github", "create_pull_request", "Creates a pull request in a repository."),
          tool("github", "list_issues", "Lists the issues of a repository."),
          tool("bank", "payInvoice", "Takes money from the account for an invoice."),
          tool("bank", "list_payments", "Lists the payments that were made."),
          tool("wiki", "search", "Finds pages about issues, invoices and whatever else there is."));

  @Test
  void aWordInTheNameCountsMoreThanOneInTheDescription() {
    assertThat(found("invoice")).first().isEqualTo("payInvoice");
    assertThat(found("issues")).startsWith("list_issues", "search");
  }

  @Test
  void wordsOfOneStemFindEachOther() {
    assertThat(found("payment")).startsWith("list_payments").contains("payInvoice");
    assertThat(found("requests")).containsExactly("create_pull_request");
  }

  @Test
  void theServersNameIsAWordToo() {
    assertThat(found("bank")).containsExactly("list_payments", "payInvoice");
    assertThat(found("list github")).first().isEqualTo("list_issues");
  }

  @Test
  void aWordThatFewHaveCountsMore() {
    assertThat(found("list of pull")).first().isEqualTo("create_pull_request");
  }

  @Test
  void nothingIsFoundForNoWordOfAny() {
    assertThat(found("kubernetes")).isEmpty();
    assertThat(found(" ")).hasSize(TOOLS.size()).first().isEqualTo("create_pull_request");
  }

  @Test
  void fiveHundredAreSearchedAtOnce() {
    List<Listed> many =
        IntStream.range(0, 500)
            .mapToObj(i ->
                tool(
                    "server" + i % 20,
                    "do_thing_" + i,
                    "Does a thing with number %d. ".formatted(i)
                        + "Some words on what it is for and how. ".repeat(8)))
            .toList();
    IntStream.range(0, 20).forEach(_ -> ToolSearch.find(many, "the thing number 77 on server3"));

    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long begun = threads.getCurrentThreadCpuTime();
    IntStream.range(0, 50).forEach(_ -> ToolSearch.find(many, "the thing number 77 on server3"));
    Duration each = Duration.ofNanos((threads.getCurrentThreadCpuTime() - begun) / 50);

    assertThat(each).isLessThan(Duration.ofMillis(25));
  }

  private static List<String> found(String query) {
    return ToolSearch.find(TOOLS, query).stream().map(each -> each.tool().name()).toList();
  }

  private static Listed tool(String server, String name, String description) {
    String definition =
        "{\"name\":\"%s\",\"description\":\"%s\",\"inputSchema\":{\"type\":\"object\"}}"
            .formatted(name, description);
    ToolDefinition read =
        ToolDefinition.read(definition.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    var address = new UpstreamServer.Http(URI.create("http://127.0.0.1:9/mcp"), Credential.NONE);
    Server where =
        new Server(UUID.randomUUID(), server, false, address, ServerIntroduction.NONE, null);
    KnownTool known = new KnownTool(server, name, "mcp", Map.of(), KnownTool.Hints.UNTRUSTED);
    return new Listed(
        new Tool(where, name, read, known, false, false, null), Justification.DISABLED);
  }
}
