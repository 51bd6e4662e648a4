package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VirtualServersTests extends AgainstPreloop {

  private static final String READING =
      """
      {"id":"v-1","name":"reading","path":"/mcp/v1/reading","presentation":"list","entries":[
        {"server":"demo","tool":"get_*","matches":1},{"tool":"find","matches":0}]}
      """;

  @Test
  void listsWhatEachHas() {
    preloop.rest("GET /virtual-servers", 200, "{\"items\":[" + READING + "]}");

    assertThat(cli.run("servers", "virtual", "list").out())
        .isEqualTo(
            """
            NAME     PATH             SHOWS  TOOLS
            reading  /mcp/v1/reading  list   demo:get_* (1), find (0)
            """);
  }

  @Test
  void addSaysTheAddressAndWhatMatchesNothing() {
    preloop.withOwner().rest("POST /virtual-servers", 201, READING);

    var run = cli.withPassword().run("servers", "virtual", "add", "reading", "demo:get_*", "find");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .isEqualTo("Added reading. Agents find it at " + preloop.url() + "/mcp/v1/reading.\n");
    assertThat(run.err()).isEqualTo("No tool that is known now is find.\n");
    assertThat(preloop.last().body())
        .contains("\"name\":\"reading\"", "\"presentation\":\"list\"")
        .contains("{\"server\":\"demo\",\"tool\":\"get_*\"}", "{\"tool\":\"find\"}");
    assertThat(preloop.last().authorization()).isEqualTo("Bearer owner-token");
  }

  @Test
  void addTakesASearch() {
    preloop.withOwner().rest("POST /virtual-servers", 201, READING);

    cli.withPassword().run("servers", "virtual", "add", "all", "*", "--search");

    assertThat(preloop.last().body()).contains("\"presentation\":\"search\"");
  }

  @Test
  void removeIsByName() {
    preloop.withOwner().rest("DELETE /virtual-servers/reading", 204, "");

    var run = cli.withPassword().run("servers", "virtual", "remove", "reading");

    assertThat(run.code()).isZero();
    assertThat(run.err()).isEqualTo("Removed reading.\n");
  }
}
