package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ToolsTests extends AgainstPreloop {

  @BeforeEach
  void tools() {
    preloop.rest(
        "GET /tools",
        200,
        """
        {"items": [
          {"name": "pay", "server": "demo", "tool": "pay", "state": "accepted", "policy": {"verdict": "ask", "workflow": "owners"},
           "description": "Pays.", "input_schema": {"type": "object"}},
          {"name": "bank__pay", "server": "bank", "tool": "pay", "server_id": "s-1", "digest": "d1",
           "state": "changed", "policy": {"verdict": "deny"},
           "hidden_unicode": true, "instructions": true,
           "description": "Pays\\u001b[2J\\u202e a lot.\\nTwice.",
           "definition": {"name": "pay", "description": "Pays\\u202e twice.", "inputSchema": {}},
           "accepted": {"digest": "d0",
             "definition": {"inputSchema": {}, "name": "pay", "description": "Pays."}}},
          {"name": "late", "server": "bank", "tool": "late", "server_id": "s-1", "digest": "d2",
           "state": "new", "policy": {"verdict": "ask"}, "description": "Late.",
           "definition": {"name": "late", "inputSchema": {}}},
          {"name": "get_approval_status", "tool": "get_approval_status", "source": "builtin",
           "state": "accepted", "policy": {"verdict": "allow"}, "description": "Tells."}]}
        """);
  }

  @Test
  void listsWhatThePolicySaysOfEach() {
    assertThat(cli.run("tools", "list").out().lines().map(line -> line.replaceAll(" +", " ")))
        .contains(
            "TOOL SERVER STATE POLICY DESCRIPTION",
            "pay demo accepted ask Pays.",
            "late bank new ask Late.",
            "get_approval_status builtin accepted allow Tells.")
        .anySatisfy(line -> assertThat(line).startsWith("bank__pay bank changed deny "));
  }

  @Test
  void whatAServerWritesCannotDriveTheTerminal() {
    for (String format : new String[] {"table", "json", "yaml"}) {
      assertThat(cli.run("tools", "list", "-o", format).out())
          .as(format)
          .doesNotContain("\u001b", "\u202e")
          .containsIgnoringCase("\\u202e");
    }
    assertThat(cli.run("tools", "list").out())
        .contains("Pays\\u001B[2J\\u202E a lot.\\u000ATwice.");
  }

  @Test
  void aNarrowTerminalCutsTheLastColumn() {
    cli.columns = 65;

    assertThat(cli.run("tools", "list", "--no-color").out().lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(65))
        .anySatisfy(line -> assertThat(line).endsWith("…"));
  }

  @Test
  void colourIsForTerminalsThatWantIt() {
    assertThat(cli.run("tools", "list").out()).doesNotContain("\u001b");
    cli.columns = 80;
    assertThat(cli.run("tools", "list").out()).contains("\u001b[31mdeny");
    assertThat(cli.run("tools", "list", "--no-color").out()).doesNotContain("\u001b");
    cli.environment.put("NO_COLOR", "1");
    assertThat(cli.run("tools", "list").out()).doesNotContain("\u001b");
  }

  @Test
  void describeShowsTheSchemaOfTheRightOne() {
    var run = cli.run("tools", "describe", "pay", "--server", "demo");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("Pays.", "owners", "\"type\" : \"object\"");
    assertThat(cli.run("tools", "describe", "nothing").code()).isEqualTo(1);
  }

  @Test
  void describeShowsWhatChangedSinceItWasAccepted() {
    String out = cli.run("tools", "describe", "bank.pay").out();

    assertThat(out)
        .contains("changed", "d1")
        .contains("-   \"description\" : \"Pays.\"")
        .contains("+   \"description\" : \"Pays\\u202E twice.\"")
        .contains("hidden characters")
        .doesNotContain("-   \"name\"", "+   \"name\"");
    assertThat(cli.run("tools", "describe", "bank__pay").out()).isEqualTo(out);
    assertThat(cli.run("tools", "describe", "late").out()).contains("nobody accepted yet");
    assertThat(cli.run("tools", "describe", "demo.pay").out()).doesNotContain("The definition");
  }

  @Test
  void describeAndAcceptSayWhatAPersonDoesNotSeeOrShouldNotBelieve() {
    String hidden = "The definition has hidden characters, which a person does not see.";
    String words = "The definition has words that read like instructions to an agent.";

    assertThat(cli.run("tools", "describe", "bank.pay").out().lines()).contains(hidden, words);
    assertThat(cli.run("tools", "describe", "demo.pay").out()).doesNotContain(hidden, words);
    assertThat(cli.run("tools", "accept", "bank", "pay").out().lines()).contains(hidden, words);
  }

  @Test
  void acceptsWhatItPrinted() {
    preloop.withOwner().rest("POST /mcp-servers/s-1/tools/accept", 200, "{\"state\":\"accepted\"}");

    var run = cli.withPassword().run("tools", "accept", "bank", "pay");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("bank.pay  changed", "digest d1", "+   \"description\"", "Accepted bank.pay.");
    var sent = preloop.only("POST /api/v1/mcp-servers/s-1/tools/accept");
    assertThat(sent.authorization()).isEqualTo("Bearer owner-token");
    assertThat(sent.body()).contains("\"digest\":\"d1\"", "\"name\":\"pay\"");
  }

  @Test
  void acceptsNothingWithoutThePassword() {
    assertThat(cli.run("tools", "accept", "bank", "late").code()).isEqualTo(3);
    assertThat(cli.asked).startsWith("Password of owner");
    assertThat(preloop.received()).allSatisfy(asked -> assertThat(asked.method()).isEqualTo("GET"));
  }

  @Test
  void acceptsTheDigestThatAScriptLookedAt() {
    preloop
        .withOwner()
        .rest(
            "POST /mcp-servers/s-1/tools/accept",
            409,
            "{\"status\":409,\"detail\":\"Look again.\"}");

    var run = cli.withPassword().run("tools", "accept", "bank", "late", "--digest", "d9");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("Look again.");
    assertThat(preloop.last().body()).contains("\"digest\":\"d9\"", "\"name\":\"late\"");
  }

  @Test
  void asksNobodyToAcceptWhatIsAccepted() {
    var run = cli.run("tools", "accept", "demo", "pay");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("demo.pay is accepted as it is.");
    assertThat(cli.asked).isEmpty();
    assertThat(cli.run("tools", "accept", "demo", "late").code()).isEqualTo(1);
  }

  @Test
  void aProgramGetsTheAnswerAndAPersonBesideItWhatIsAccepted() {
    preloop.withOwner().rest("POST /mcp-servers/s-1/tools/accept", 200, "{\"state\":\"accepted\"}");

    var run = cli.withPassword().run("tools", "accept", "bank", "late", "-o", "json");

    assertThat(run.out().replaceAll("\\s", "")).isEqualTo("{\"state\":\"accepted\"}");
    assertThat(run.err()).contains("bank.late", "nobody accepted yet");
  }
}
