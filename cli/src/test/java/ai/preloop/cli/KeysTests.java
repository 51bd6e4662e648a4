package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeysTests extends AgainstPreloop {

  private static final String RESEARCH =
      """
      {"id":"k-1","name":"research","scopes":["gateway:invoke"],"prefix":"ab","models":["small","gpt-*"],
       "team":"search","agent":"research","expires_at":null}
      """;

  @Test
  void listsWhatEachMayDoAndWhatItsCallsBelongTo() {
    preloop.rest(
        "GET /auth/api-keys",
        200,
        "{\"items\":["
            + RESEARCH
            + ",{\"id\":\"k-2\",\"name\":\"ci\",\"scopes\":[\"mcp:call\"],\"models\":null}]}");

    assertThat(cli.run("keys", "list").out())
        .isEqualTo(
            """
            NAME      SCOPES          MODELS        TEAM    AGENT     FLOW  EXPIRES
            research  gateway:invoke  small, gpt-*  search  research        never
            ci        mcp:call        all                                   never
            """);
  }

  @Test
  void addPrintsTheKeyOnce() {
    preloop.withOwner().rest("POST /auth/api-keys", 201, "{\"key\":\"prl_text\"}");

    var run =
        cli.withPassword()
            .run(
                "keys",
                "add",
                "research",
                "--agent",
                "research",
                "--team",
                "search",
                "--model",
                "small");

    assertThat(run.out()).isEqualTo("prl_text\n");
    assertThat(run.err()).contains("the only time");
    assertThat(preloop.last().body())
        .contains("\"scopes\":[\"mcp:call\",\"gateway:invoke\"]", "\"models\":[\"small\"]")
        .contains("\"agent\":\"research\"", "\"team\":\"search\"")
        .doesNotContain("flow");
    assertThat(preloop.last().authorization()).isEqualTo("Bearer owner-token");
  }

  @Test
  void revokeIsByName() {
    preloop
        .withOwner()
        .rest("GET /auth/api-keys", 200, "{\"items\":[" + RESEARCH + "]}")
        .rest("DELETE /auth/api-keys/k-1", 204, "");

    var run = cli.withPassword().run("keys", "revoke", "research");

    assertThat(run.code()).isZero();
    assertThat(run.err()).isEqualTo("Ended research.\n");
  }

  @Test
  void revokeOfNoKeyIsAnError() {
    preloop.withOwner().rest("GET /auth/api-keys", 200, "{\"items\":[]}");

    var run = cli.withPassword().run("keys", "revoke", "research");

    assertThat(run.code()).isOne();
    assertThat(run.err()).contains("There is no API key research.");
  }

  @Test
  void tokenSaysWhatItIsFor() {
    preloop
        .withOwner()
        .rest(
            "POST /auth/runtime-sessions/token",
            201,
            "{\"token\":\"prt_text\",\"expires_at\":\"2026-11-23T17:00:00Z\"}");

    var run =
        cli.withPassword()
            .run(
                "keys",
                "token",
                "research",
                "--flow",
                "nightly",
                "--execution",
                "7",
                "--expires-in",
                "900");

    assertThat(run.out()).isEqualTo("prt_text\n");
    assertThat(preloop.last().body())
        .contains("\"key\":\"research\"", "\"flow\":\"nightly\"", "\"execution\":\"7\"")
        .contains("\"expires_in\":900")
        .doesNotContain("scopes", "models");
  }
}
