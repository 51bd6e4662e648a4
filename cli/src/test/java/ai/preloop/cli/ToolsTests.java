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
          {"name": "pay", "server": "demo", "policy": {"verdict": "ask", "workflow": "owners"},
           "description": "Pays.", "input_schema": {"type": "object"}},
          {"name": "pay", "server": "bank", "policy": {"verdict": "deny"},
           "description": "Pays\\u001b[2J\\u202e a lot.\\nTwice."}]}
        """);
  }

  @Test
  void listsWhatThePolicySaysOfEach() {
    assertThat(cli.run("tools", "list").out())
        .contains("pay   demo    ask     Pays.\n", "pay   bank    deny ");
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
    cli.columns = 40;

    assertThat(cli.run("tools", "list", "--no-color").out().lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(40))
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
}
