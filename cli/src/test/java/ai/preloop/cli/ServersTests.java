package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ServersTests extends AgainstPreloop {

  private static final String LIST =
      """
      {"items": [
        {"id": "s-1", "name": "demo", "status": "active", "owner": "console", "auth_type": "none",
         "url": "http://127.0.0.1:8000/demo/mcp", "last_scanned_at": "2026-11-21T10:00:00.123Z"},
        {"id": "s-2", "name": "tickets", "status": "error", "owner": "team", "auth_type": "bearer",
         "url": "https://tickets.example.com/mcp", "last_error": "refused",
         "last_error_at": "2026-11-21T11:00:00Z"}]}
      """;

  @Test
  void listsServersAlignedAndReadsWithTheReadKey() {
    preloop.rest("GET /mcp-servers", 200, LIST);

    var run = cli.run("servers", "list");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            NAME     STATUS  OWNER    AUTH    SCANNED                  URL                              SINCE                    LAST ERROR
            demo     active  console  none    2026-11-21 10:00:00 UTC  http://127.0.0.1:8000/demo/mcp
            tickets  error   team     bearer                           https://tickets.example.com/mcp  2026-11-21 11:00:00 UTC  refused
            """);
    assertThat(preloop.last().authorization()).isEqualTo("Bearer read-key");
  }

  @Test
  void jsonIsTheServersAnswerWithoutDecoration() {
    preloop.rest("GET /mcp-servers", 200, "{\"items\":[],\"next_cursor\":null}");

    assertThat(cli.run("servers", "list", "-o", "json").out().replaceAll("\\s", ""))
        .isEqualTo("{\"items\":[],\"next_cursor\":null}");
    assertThat(cli.run("servers", "list", "-o", "yaml").out())
        .isEqualTo("items: []\nnext_cursor: null\n");
  }

  @Test
  void addSendsTheSecretFromInputAndKeepsNothing() throws IOException {
    preloop
        .withOwner()
        .rest("POST /mcp-servers", 201, "{\"id\":\"s-3\",\"name\":\"github\"}")
        .rest("POST /mcp-servers/s-3/scan", 200, "{\"tools\":2,\"added\":[\"a\",\"b\"]}");
    cli.withPassword().input = "hush\n";

    var run =
        cli.run(
            "servers",
            "add",
            "github",
            "https://mcp.example.com",
            "--auth-type",
            "bearer",
            "--secret-stdin",
            "--scan");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("Added github.", "2 tools found", "a, b").doesNotContain("hush");
    var sent = preloop.only("POST /api/v1/mcp-servers");
    assertThat(sent.authorization()).isEqualTo("Bearer owner-token");
    assertThat(sent.body())
        .contains("\"auth_type\":\"bearer\"", "\"auth_config\":{\"token\":\"hush\"}");
    assertThat(kept()).containsExactly("credentials.json");
  }

  @Test
  void addsWhatIsSignedInToByOAuthAndSaysHowToGrantAccess() {
    preloop.withOwner().rest("POST /mcp-servers", 201, "{\"id\":\"s-3\",\"name\":\"tracker\"}");
    cli.withPassword();

    var run =
        cli.run(
            "servers",
            "add",
            "tracker",
            "https://t.example.com/mcp",
            "--oauth",
            "--per-user",
            "--client-id",
            "preloop");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("servers authorize tracker").doesNotContain("servers scan");
    assertThat(preloop.only("POST /api/v1/mcp-servers").body())
        .contains("\"auth_type\":\"oauth\"", "\"client_id\":\"preloop\"", "\"per_user\":true");
  }

  @Test
  void printsWhereToGrantAccess() {
    preloop
        .withOwner()
        .rest("GET /mcp-servers", 200, LIST)
        .rest(
            "POST /mcp-servers/s-2/oauth/authorize",
            200,
            "{\"authorization_url\":\"https://as.example/authorize?state=s\"}");
    cli.withPassword();

    var run = cli.run("servers", "authorize", "tickets");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("https://as.example/authorize?state=s", "servers scan tickets");
  }

  @Test
  void asksForACredentialAtTheTerminal() {
    preloop.withOwner().rest("POST /mcp-servers", 201, "{\"id\":\"s-3\",\"name\":\"crm\"}");
    cli.withPassword().typed = "hush";

    var run =
        cli.run(
            "servers",
            "add",
            "crm",
            "https://crm.example.com/mcp",
            "--auth",
            "api_key",
            "--header",
            "X-Crm-Key",
            "--trusted");

    assertThat(run.code()).isZero();
    assertThat(cli.asked).isEqualTo("The key of crm: ");
    assertThat(preloop.only("POST /api/v1/mcp-servers").body())
        .contains("\"auth_type\":\"api_key\"", "\"key\":\"hush\"")
        .contains("\"header\":\"X-Crm-Key\"", "\"trusted\":true");
  }

  @Test
  void aServerThatCannotBeScannedIsAddedAllTheSame() {
    preloop
        .withOwner()
        .rest("POST /mcp-servers", 201, "{\"id\":\"s-3\",\"name\":\"dead\"}")
        .rest("POST /mcp-servers/s-3/scan", 502, "{\"detail\":\"Nothing listens there.\"}");
    cli.environment.put("PRELOOP_COMMAND", "./preloop");

    var run = cli.withPassword().run("servers", "add", "dead", "http://127.0.0.1:9", "--scan");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("Added dead, but it could not be scanned:", "Nothing listens there.")
        .contains("`./preloop servers scan dead`", "`./preloop servers remove dead`");
  }

  @Test
  void aSecretIsNeverTakenFromTheCommandLine() {
    var run =
        cli.run("servers", "add", "github", "https://mcp.example.com", "--auth-type", "bearer");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--secret-stdin");
    assertThat(preloop.received()).isEmpty();
  }

  @Test
  void scanFindsTheServerByItsName() {
    preloop
        .withOwner()
        .rest("GET /mcp-servers", 200, LIST)
        .rest("POST /mcp-servers/s-2/scan", 200, "{\"tools\":1,\"removed\":[\"old\"]}");

    var run = cli.withPassword().run("servers", "scan", "tickets");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("1 tool found", "removed", "old")
        .doesNotContain("suspicious", "renamed");
  }

  @Test
  void scanSaysWhatNobodyAcceptedAndWhatCannotBeUsed() {
    preloop
        .withOwner()
        .rest("GET /mcp-servers", 200, LIST)
        .rest(
            "POST /mcp-servers/s-2/scan",
            200,
            """
            {"tools":3,"added":["late"],"unaccepted":["late","pay"],"refused":["odd"],
             "unchecked":["remote"],"suspicious":["late","sneaky"],
             "renamed":[{"tool":"pay","name":"tickets__pay"},{"tool":"a\\u202e","name":"t__a"}]}
            """);
    cli.environment.put("PRELOOP_COMMAND", "./preloop");

    var run = cli.withPassword().run("servers", "scan", "s-2", "--no-color");

    assertThat(run.out().lines().map(String::strip))
        .contains("3 tools found")
        .anyMatch(line -> line.matches("unaccepted +late, pay"))
        .contains("look at each and accept it: `./preloop tools accept tickets late`")
        .anyMatch(line -> line.matches("refused +odd \\(the definition cannot be used\\)"))
        .anyMatch(line -> line.matches("unchecked +remote \\(the schema cannot check arguments\\)"))
        .contains(
            "suspicious late, sneaky (hidden characters, or words that read like instructions to"
                + " an agent)")
        .anyMatch(line ->
            line.matches("renamed +pay is shown as tickets__pay, a\\\\u202E is shown as t__a"));
  }

  @Test
  void aToolsNameCannotBecomeAnotherCommand() {
    preloop
        .withOwner()
        .rest("GET /mcp-servers", 200, LIST)
        .rest("POST /mcp-servers/s-2/scan", 200, "{\"tools\":1,\"unaccepted\":[\"a'; id #\"]}");

    assertThat(cli.withPassword().run("servers", "scan", "tickets").out())
        .contains("tools accept tickets 'a'\\''; id #'`");
  }

  @Test
  void removeAsksForThePasswordOfTheNamedPerson() {
    preloop
        .withOwner()
        .rest("GET /mcp-servers", 200, LIST)
        .rest("DELETE /mcp-servers/s-2", 204, "");
    cli.typed = "correct";

    var run = cli.run("servers", "remove", "tickets", "--user", "ana");

    assertThat(run.code()).isZero();
    assertThat(cli.asked).startsWith("Password of ana at ");
    assertThat(preloop.only("POST /api/v1/auth/token/json").body())
        .contains("\"username\":\"ana\"", "\"password\":\"correct\"");
    assertThat(preloop.only("DELETE /api/v1/mcp-servers/s-2").authorization())
        .isEqualTo("Bearer owner-token");
  }

  @Test
  void removeWithForceSaysWhatOfThePolicyIsLeftOver() {
    preloop
        .withOwner()
        .rest("GET /mcp-servers", 200, LIST)
        .rest(
            "DELETE /mcp-servers/s-2",
            200,
            "{\"unmatched_entries\":[{\"owner\":\"safety\",\"entry\":\"pay (tickets)\"}]}");

    var run = cli.withPassword().run("servers", "remove", "tickets", "--force");

    assertThat(run.code()).isZero();
    assertThat(run.err())
        .contains("Removed tickets.", "pay (tickets) of safety holds for nothing now");
    assertThat(preloop.only("DELETE /api/v1/mcp-servers/s-2").query()).isEqualTo("force=true");
  }

  @Test
  void anUnknownServerIsSaidSo() {
    preloop.withOwner().rest("GET /mcp-servers", 200, LIST);

    var run = cli.withPassword().run("servers", "remove", "nobody");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("There is no MCP server 'nobody'.\n");
  }

  @Test
  void addsAProgramByTheNameThatItsOperatorGaveIt() {
    preloop.withOwner().rest("POST /mcp-servers", 201, "{\"id\":\"s-3\",\"name\":\"files\"}");

    assertThat(cli.withPassword().run("servers", "add", "files", "--command", "notes").code())
        .isZero();
    assertThat(preloop.only("POST /api/v1/mcp-servers").body())
        .contains("\"transport\":\"stdio\"", "\"command\":\"notes\"")
        .doesNotContain("\"url\"");
    assertThat(cli.run("servers", "add", "x").code()).isEqualTo(2);
    assertThat(cli.run("servers", "add", "x", "https://x.test", "--command", "x").code())
        .isEqualTo(2);
  }
}
