package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BudgetsTests extends AgainstPreloop {

  private static final String DAILY =
      """
      {"id":"b-1","name":"daily","scope":{"type":"account"},"unit":"usd",
       "period":"day","limit_usd":25.0,"limit":null,
       "kind":"hard","on_unpriced":"allow","window":{"subject":"","spent_usd":1.2345,
       "reserved_usd":0,"resets_at":"2026-11-24T00:00:00Z"}}
      """;
  private static final String EACH_KEY =
      """
      {"id":"b-2","name":"keys","scope":{"type":"key"},"unit":"usd",
       "period":"all_time","limit_usd":2,"limit":null,
       "kind":"soft","on_unpriced":"allow","window":null}
      """;

  private static final String KEYS =
      """
      {"items":[{"id":"k-1","name":"ci"},{"id":"k-2","name":"claude"}],"next_cursor":null}
      """;

  @Test
  void listsWhatEachHasComeTo() {
    preloop.rest("GET /budgets", 200, "{\"items\":[" + DAILY + "," + EACH_KEY + "]}");

    assertThat(cli.run("budgets", "list").out())
        .isEqualTo(
            """
            NAME   FOR          LIMIT                  KIND  SPENT       RESERVED
            daily  the account  25.00 USD by the day   hard  1.2345 USD  0.00 USD
            keys   each key     2.00 USD for all time  soft  -           -
            """);
  }

  @Test
  void addIsForTheAccountAndADayIfNothingElseIsSaid() {
    preloop.withOwner().rest("POST /budgets", 201, DAILY);

    var run = cli.withPassword().run("budgets", "add", "daily", "25.00");

    assertThat(run.code()).isZero();
    assertThat(run.out()).isEqualTo("Added daily: 25.00 USD by the day, for the account.\n");
    assertThat(preloop.last().body())
        .isEqualTo(
            "{\"name\":\"daily\",\"scope\":{\"type\":\"account\"},\"unit\":\"usd\",\"period\":\"day\","
                + "\"limit_usd\":25.00}");
  }

  @Test
  void addTakesAllTerms() {
    preloop.withOwner().rest("POST /budgets", 201, EACH_KEY);

    cli.withPassword()
        .run(
            "budgets",
            "add",
            "big",
            "1",
            "--for",
            "model:big",
            "--per",
            "all-time",
            "--soft",
            "--no-refuse-unpriced");

    assertThat(preloop.last().body())
        .contains("\"type\":\"model\"", "\"value\":\"big\"", "\"period\":\"all_time\"")
        .contains("\"kind\":\"soft\"", "\"on_unpriced\":\"allow\"");
  }

  @Test
  void setKeepsWhatIsNotSaid() {
    preloop
        .withOwner()
        .rest("GET /budgets/daily", 200, DAILY)
        .rest("PUT /budgets/daily", 200, DAILY);

    var run =
        cli.withPassword().run("budgets", "set", "daily", "--limit", "40", "--refuse-unpriced");

    assertThat(run.out()).isEqualTo("daily is 25.00 USD by the day now, and hard.\n");
    assertThat(preloop.last().body())
        .isEqualTo(
            "{\"name\":\"daily\",\"scope\":{\"type\":\"account\"},\"unit\":\"usd\",\"period\":\"day\","
                + "\"limit_usd\":40,\"limit\":null,\"kind\":\"hard\",\"on_unpriced\":\"refuse\"}");
  }

  @Test
  void callsOfToolsAreCountedAsSuch() {
    String calls =
        """
        {"id":"b-3","name":"calls","scope":{"type":"agent"},"unit":"tool_calls","period":"hour",
         "limit_usd":null,"limit":200,"kind":"hard","on_unpriced":"allow",
         "window":{"spent":12,"reserved":3,"spent_usd":null}}
        """;
    preloop
        .withOwner()
        .rest("POST /budgets", 201, calls)
        .rest("GET /budgets", 200, "{\"items\":[" + calls + "]}");

    var run =
        cli.withPassword()
            .run("budgets", "add", "calls", "200", "--of", "tool-calls", "--for", "agent");

    assertThat(run.out()).isEqualTo("Added calls: 200 tool calls by the hour, for each agent.\n");
    assertThat(preloop.last().body()).contains("\"unit\":\"tool_calls\"", "\"limit\":200");
    assertThat(cli.run("budgets", "list").out())
        .endsWith(
            "calls  each agent  200 tool calls by the hour  hard  12 tool calls  3 tool calls\n");
  }

  @Test
  void showListsTheSubjectsByTheirNames() {
    preloop.rest("GET /budgets/keys", 200, EACH_KEY);
    preloop.rest("GET /auth/api-keys", 200, KEYS);
    preloop.rest(
        "GET /budgets/keys/windows",
        200,
        """
        {"items":[{"subject":"k-1","spent_usd":1,"reserved_usd":0.5,"resets_at":null},
         {"subject":"gone","spent_usd":1,"reserved_usd":0,"resets_at":"2026-11-24T00:00:00Z"}]}
        """);

    assertThat(cli.run("budgets", "show", "keys").out())
        .isEqualTo(
            """
            SUBJECT  SPENT     RESERVED  RESETS
            ci       1.00 USD  0.50 USD  never
            gone     1.00 USD  0.00 USD  2026-11-24 00:00:00 UTC
            """);
  }

  @Test
  void aKeyIsCalledByItsNameAndKeptByItsId() {
    String ofKey = EACH_KEY.replace("\"key\"", "\"key\",\"value\":\"k-1\"");
    preloop
        .withOwner()
        .rest("GET /auth/api-keys", 200, KEYS)
        .rest("POST /budgets", 201, ofKey)
        .rest("GET /budgets", 200, "{\"items\":[" + ofKey + "]}");

    var run = cli.withPassword().run("budgets", "add", "keys", "2", "--for", "key:ci");

    assertThat(run.out()).endsWith(", for key ci.\n");
    assertThat(preloop.last().body()).contains("\"value\":\"k-1\"");
    assertThat(cli.run("budgets", "list").out()).contains("  key ci  ");
  }

  @Test
  void oneCallIsNotSaidAsMany() {
    preloop.rest(
        "GET /budgets",
        200,
        """
        {"items":[{"name":"once","scope":{"type":"account"},"unit":"side_effects","period":"hour",
          "limit":1,"kind":"hard","window":{"spent":1,"reserved":0}}]}
        """);

    assertThat(cli.run("budgets", "list").out())
        .contains("1 side effect by the hour", "1 side effect  0 side effects");
  }

  @Test
  void callsAreCountedWhole() {
    preloop.withOwner();

    var run = cli.withPassword().run("budgets", "add", "calls", "2.5", "--of", "tool-calls");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("2.5 is no number of them");
  }

  @Test
  void aNameWithASlashGoesByItsId() {
    preloop
        .withOwner()
        .rest("GET /budgets", 200, "{\"items\":[{\"id\":\"b-9\",\"name\":\"a/b\"}]}")
        .rest("DELETE /budgets/b-9", 204, "");

    assertThat(cli.withPassword().run("budgets", "remove", "a/b").err())
        .isEqualTo("Removed a/b.\n");
  }

  @Test
  void aNameWithASlashThatNothingHasIsSaid() {
    preloop.withOwner().rest("GET /budgets", 200, "{\"items\":[]}");

    var run = cli.withPassword().run("budgets", "remove", "a/b");

    assertThat(run.code()).isNotZero();
    assertThat(run.err()).contains("There is nothing called a/b.");
  }

  @Test
  void setWantsSomethingToChange() {
    var run = cli.withPassword().run("budgets", "set", "daily");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("Say what is to change");
    assertThat(preloop.received()).isEmpty();
  }

  @Test
  void removeIsByName() {
    preloop.withOwner().rest("DELETE /budgets/daily", 204, "");

    assertThat(cli.withPassword().run("budgets", "remove", "daily").err())
        .isEqualTo("Removed daily.\n");
  }
}
