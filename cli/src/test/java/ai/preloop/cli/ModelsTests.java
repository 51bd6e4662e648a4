package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelsTests extends AgainstPreloop {

  private static final String LARGE =
      """
      {"id":"m-1","alias":"large","provider":"openai","identifier":"gpt-4.1","secret":"models/m-1",
       "prices":{"input":2},"effective_prices":{"input":2,"output":8,"cache_read":0.5},
       "price_source":"account+catalogue 2026-07-24",
       "limits":{"requests_per_minute":60,"connect_seconds":5,"first_byte_seconds":600,"idle_seconds":300},
       "routing":{"shares":[],"fallbacks":["opus"]},
       "created_at":"2026-11-21T10:00:00Z","updated_at":"2026-11-21T10:00:00Z"}
      """;
  private static final String EITHER =
      """
      {"id":"m-2","alias":"eu/either","prices":{},"price_source":"none","limits":{},
       "routing":{"shares":[{"model":"large","weight":3},{"model":"opus","weight":1}],"fallbacks":[]}}
      """;
  private static final String BOTH = "{\"items\":[" + LARGE + "," + EITHER + "]}";

  @Test
  void listsWhatEachCosts() {
    preloop.rest("GET /ai-models", 200, BOTH);

    assertThat(cli.run("models", "list").out())
        .isEqualTo(
            """
            ALIAS      PROVIDER  INPUT  OUTPUT  PRICE OF                      MODEL
            large      openai    2      8       account+catalogue 2026-07-24  gpt-4.1
            eu/either                                                         large (3), opus (1)
            """);
  }

  @Test
  void listsForPrograms() {
    preloop.rest("GET /ai-models", 200, BOTH);

    assertThat(cli.run("models", "list", "-o", "json").out()).contains("\"alias\" : \"large\"");
    assertThat(cli.run("models", "list", "-o", "yaml").out()).contains("alias: large");
  }

  @Test
  void showsAllButTheKey() {
    preloop.rest("GET /ai-models/large", 200, LARGE);

    assertThat(cli.run("models", "show", "large").out())
        .isEqualTo(
            """
            alias        large
            id           m-1
            provider     openai
            model        gpt-4.1
            secret       models/m-1
            costs        input 2, output 8, cache_read 0.5
            price of     account+catalogue 2026-07-24
            limits       requests_per_minute 60, connect_seconds 5, first_byte_seconds 600, idle_seconds 300
            fallbacks    opus
            """);
  }

  @Test
  void anAliasWithASlashGoesByItsId() {
    preloop.rest("GET /ai-models", 200, BOTH).rest("GET /ai-models/m-2", 200, EITHER);

    assertThat(cli.run("models", "show", "eu/either").out()).contains("large (3), opus (1)");
    assertThat(cli.run("models", "show", "eu/other").err()).contains("no model eu/other");
  }

  @Test
  void addTakesTheKeyFromInputAndShowsItNowhere() {
    preloop.withOwner().rest("POST /ai-models", 201, LARGE);
    cli.withPassword().input = "sk-hush\n";

    var run =
        cli.run(
            "models",
            "add",
            "large",
            "--provider",
            "openai",
            "--model",
            "gpt-4.1",
            "--key-stdin",
            "--price",
            "input=2",
            "--limit",
            "requests_per_minute=60",
            "--fallback",
            "opus");

    assertThat(run.code()).isZero();
    assertThat(run.out()).isEqualTo("Added large.\n");
    assertThat(run.err()).isEmpty();
    assertThat(preloop.last().authorization()).isEqualTo("Bearer owner-token");
    assertThat(preloop.only("POST /api/v1/ai-models").body())
        .isEqualTo(
            """
            {"alias":"large","provider":"openai","identifier":"gpt-4.1","prices":{"input":2},\
            "limits":{"requests_per_minute":60},"routing":{"fallbacks":["opus"]},"api_key":"sk-hush"}\
            """);
  }

  @Test
  void addAsksForTheKeyAtTheTerminal() {
    preloop.withOwner().rest("POST /ai-models", 201, LARGE);
    cli.withPassword().typed = "sk-hush";

    cli.run("models", "add", "gpt-4.1", "--provider", "openai");

    assertThat(cli.asked).isEqualTo("The key of gpt-4.1: ");
    assertThat(preloop.last().body())
        .contains("\"identifier\":\"gpt-4.1\"", "\"api_key\":\"sk-hush\"");
  }

  @Test
  void addOfWhatIsCompatibleNeedsNoKeyAndSaysThatNobodyPricesIt() {
    preloop.withOwner().rest("POST /ai-models", 201, "{\"price_source\":\"none\"}");

    var run =
        cli.withPassword()
            .run(
                "models",
                "add",
                "local",
                "--provider",
                "openai_compatible",
                "--endpoint",
                "http://127.0.0.1:11434/v1");

    assertThat(cli.asked).isEmpty();
    assertThat(preloop.last().body()).doesNotContain("api_key");
    assertThat(run.err()).contains("Nobody says what it costs", "models set local --price");
  }

  @Test
  void addSharesCallsOut() {
    preloop.withOwner().rest("POST /ai-models", 201, EITHER);

    var run =
        cli.withPassword()
            .run("models", "add", "either", "--share", "large=3", "--share", "opus=1");

    assertThat(run.err()).isEmpty();
    assertThat(preloop.last().body())
        .contains("{\"model\":\"large\",\"weight\":3}", "{\"model\":\"opus\",\"weight\":1}")
        .doesNotContain("provider", "api_key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "models add a",
        "models add a --provider openai --share b=1",
        "models add a --provider openai --key-stdin",
        "models add a --provider openai --secret s --key-stdin",
        "models set a",
        "models set a --without alias",
        "models add a --provider openai_compatible --price inptu=1",
        "models add a --provider openai_compatible --limit seconds=1",
        "models set a --without key --secret s",
        "models add a --provider openai --price input=much"
      })
  void whatIsNotMeantIsWrongUsage(String line) {
    assertThat(cli.withPassword().run(line.split(" ", -1)).code()).isEqualTo(2);
    assertThat(preloop.received()).isEmpty();
  }

  @Test
  void setLeavesWhatIsNotSaid() {
    preloop
        .withOwner()
        .rest("GET /ai-models/large", 200, LARGE)
        .rest("PUT /ai-models/large", 200, LARGE);

    var run =
        cli.withPassword()
            .run("models", "set", "large", "--price", "output=7", "--limit", "concurrent_calls=4");

    assertThat(run.out()).isEqualTo("Changed large.\n");
    assertThat(preloop.last().body())
        .contains("\"prices\":{\"input\":2,\"output\":7}")
        .contains("\"requests_per_minute\":60", "\"concurrent_calls\":4")
        .contains("\"fallbacks\":[\"opus\"]", "\"identifier\":\"gpt-4.1\"")
        .doesNotContain("effective_prices", "price_source", "created_at", "secret", "m-1");
  }

  @Test
  void setForgetsWhatTheModelIsToDoWithout() {
    preloop
        .withOwner()
        .rest("GET /ai-models/large", 200, LARGE)
        .rest("PUT /ai-models/large", 200, LARGE);

    cli.withPassword()
        .run(
            "models",
            "set",
            "large",
            "--without",
            "fallbacks",
            "--without",
            "key",
            "--without",
            "limits");

    assertThat(preloop.last().body())
        .contains("\"secret\":\"\"", "\"prices\":{\"input\":2")
        .doesNotContain("opus", "requests_per_minute");
  }

  @Test
  void setReplacesTheKey() {
    preloop
        .withOwner()
        .rest("GET /ai-models/large", 200, LARGE)
        .rest("PUT /ai-models/large", 200, LARGE);
    cli.withPassword().input = "sk-new";

    cli.run("models", "set", "large", "--key-stdin", "--endpoint", "https://eu.example.com");

    assertThat(preloop.last().body())
        .contains("\"api_key\":\"sk-new\"", "\"endpoint\":\"https://eu.example.com\"");
  }

  @Test
  void removeIsByAlias() {
    preloop.withOwner().rest("DELETE /ai-models/large", 204, "");

    var run = cli.withPassword().run("models", "remove", "large");

    assertThat(run.code()).isZero();
    assertThat(run.err()).isEqualTo("Removed large.\n");
  }

  @Test
  void testSaysWhetherItAnswers() {
    preloop
        .withOwner()
        .rest(
            "POST /ai-models/large/test",
            200,
            "{\"ok\":true,\"status\":200,\"latency_ms\":812,\"message\":\"Hello.\"}")
        .rest(
            "POST /ai-models/opus/test",
            200,
            "{\"ok\":false,\"status\":401,\"latency_ms\":80,\"message\":\"The key is not known.\"}")
        .rest(
            "POST /ai-models/gone/test",
            200,
            "{\"ok\":false,\"status\":0,\"latency_ms\":5,\"message\":\"Nobody listens.\"}");
    cli.withPassword();

    var good = cli.run("models", "test", "large");
    var refused = cli.run("models", "test", "opus");
    var silent = cli.run("models", "test", "gone");

    assertThat(good.code()).isZero();
    assertThat(good.out()).isEqualTo("It answers (200) in 812 ms.\n");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.out())
        .isEqualTo("It does not answer (401) in 80 ms: The key is not known.\n");
    assertThat(silent.out()).isEqualTo("It does not answer in 5 ms: Nobody listens.\n");
  }
}
