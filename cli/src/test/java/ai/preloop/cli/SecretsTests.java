package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretsTests extends AgainstPreloop {

  private static final String KEPT =
      """
      {"name": "github-token", "origin": "https://mcp.example.com:443", "store": "local_encrypted",
       "updated_at": "2026-11-21T10:00:00Z"}
      """;

  @Test
  void listsWhereEachMayBeSent() {
    preloop.rest(
        "GET /secrets",
        200,
        """
        {"items": [%s, {"name": "new", "origin": null, "store": "vault_kv_v2"}]}
        """
            .formatted(KEPT));

    var run = cli.run("secrets", "list");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            NAME          SENT ONLY TO                 STORE            CHANGED
            github-token  https://mcp.example.com:443  local_encrypted  2026-11-21 10:00:00 UTC
            new           (its first use decides)      vault_kv_v2
            """);
    assertThat(preloop.last().authorization()).isEqualTo("Bearer read-key");
  }

  @Test
  void setTakesTheValueFromInputAndShowsItNowhere() {
    preloop.withOwner().rest("PUT /secrets/github-token", 200, KEPT);
    cli.withPassword().input = "hush\n";

    var run =
        cli.run(
            "secrets",
            "set",
            "github-token",
            "--for",
            "https://mcp.example.com/mcp",
            "--secret-stdin");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .isEqualTo("Kept github-token; it is sent to https://mcp.example.com:443 only.\n");
    var sent = preloop.only("PUT /api/v1/secrets/github-token");
    assertThat(sent.authorization()).isEqualTo("Bearer owner-token");
    assertThat(sent.body())
        .isEqualTo("{\"value\":\"hush\",\"url\":\"https://mcp.example.com/mcp\"}");
  }

  @Test
  void setAsksAtTheTerminal() {
    preloop.withOwner().rest("PUT /secrets/new", 200, "{\"name\":\"new\",\"origin\":null}");
    cli.withPassword().typed = "hush";

    var run = cli.run("secrets", "set", "new");

    assertThat(run.out())
        .isEqualTo("Kept new; it belongs to the origin that it is used for first.\n");
    assertThat(preloop.only("PUT /api/v1/secrets/new").body()).isEqualTo("{\"value\":\"hush\"}");
  }

  @Test
  void rebindAndRemoveTakeNamesWithASlash() {
    preloop.withOwner().rest("POST /secrets/rebind", 200, KEPT).rest("DELETE /secrets", 204, "");
    cli.withPassword();

    assertThat(cli.run("secrets", "rebind", "mcp-servers/github", "https://new.example").code())
        .isZero();
    assertThat(preloop.last().body()).contains("\"mcp-servers/github\"", "https://new.example");
    assertThat(cli.run("secrets", "remove", "mcp-servers/github").code()).isZero();
    assertThat(preloop.last().query()).isEqualTo("name=mcp-servers/github");
  }

  @Test
  void saysWhichServersUseIt() {
    preloop
        .withOwner()
        .rest(
            "DELETE /secrets", 409, "{\"detail\":\"The secret t is how Preloop is known to crm\"}");

    var run = cli.withPassword().run("secrets", "remove", "t");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("known to crm");
  }
}
