package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ModelAllowTests extends AgainstPreloop {

  private static final String LISTS =
      """
      {"items":[
        {"id":"l-1","scope":{"type":"account"},"models":["small","gpt-*"]},
        {"id":"l-2","scope":{"type":"agent","value":"research"},"models":["small"]}]}
      """;

  @Test
  void listsWhoMayCallWhat() {
    preloop.rest("GET /model-allow-lists", 200, LISTS);

    assertThat(cli.run("models", "allow", "list").out())
        .isEqualTo(
            """
            SCOPE           MODELS
            account         small, gpt-*
            agent:research  small
            """);
  }

  @Test
  void addSaysForWhomAndWhich() {
    preloop.withOwner().rest("POST /model-allow-lists", 201, "{\"id\":\"l-3\"}");

    var run = cli.withPassword().run("models", "allow", "add", "flow:nightly", "small", "gpt-*");

    assertThat(run.out()).isEqualTo("Made the list for flow:nightly.\n");
    assertThat(preloop.last().body())
        .contains("\"type\":\"flow\"", "\"value\":\"nightly\"", "[\"small\",\"gpt-*\"]");
  }

  @Test
  void theAccountsListHasNoValue() {
    preloop.withOwner().rest("POST /model-allow-lists", 201, "{\"id\":\"l-3\"}");

    cli.withPassword().run("models", "allow", "add", "account", "small");

    assertThat(preloop.last().body()).contains("\"type\":\"account\"").doesNotContain("value");
  }

  @Test
  void setAndRemoveFindTheListByItsScope() {
    preloop
        .withOwner()
        .rest("GET /model-allow-lists", 200, LISTS)
        .rest("PUT /model-allow-lists/l-2", 200, "{}")
        .rest("DELETE /model-allow-lists/l-1", 204, "");

    assertThat(cli.withPassword().run("models", "allow", "set", "agent:research", "large").out())
        .isEqualTo("Changed the list for agent:research.\n");
    assertThat(preloop.last().body()).contains("[\"large\"]");
    assertThat(cli.withPassword().run("models", "allow", "remove", "account").err())
        .isEqualTo("Removed the list for account.\n");
  }

  @Test
  void aPersonsListIsFoundAndShownByTheName() {
    preloop
        .withOwner()
        .rest("GET /auth/users/me", 200, "{\"id\":\"u-1\",\"username\":\"owner\"}")
        .rest(
            "GET /model-allow-lists",
            200,
            """
            {"items":[{"id":"l-3","scope":{"type":"user","value":"u-1"},"models":["small"]}]}
            """)
        .rest("DELETE /model-allow-lists/l-3", 204, "");

    assertThat(cli.run("models", "allow", "list").out()).contains("user:owner  small");
    assertThat(cli.withPassword().run("models", "allow", "remove", "user:owner").err())
        .isEqualTo("Removed the list for user:owner.\n");
  }

  @Test
  void whatIsNotThereIsSaid() {
    preloop.withOwner().rest("GET /model-allow-lists", 200, LISTS);

    var run = cli.withPassword().run("models", "allow", "remove", "team:search");

    assertThat(run.code()).isOne();
    assertThat(run.err()).contains("There is no list for team:search.");
  }
}
