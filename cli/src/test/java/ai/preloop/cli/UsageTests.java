package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTests extends AgainstPreloop {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "login",
        "auth status",
        "auth token",
        "auth logout",
        "servers list",
        "servers add",
        "servers scan",
        "servers remove",
        "secrets list",
        "secrets set",
        "secrets rebind",
        "secrets remove",
        "tools list",
        "tools describe",
        "policy list",
        "policy validate",
        "policy test",
        "policy diff",
        "policy backtest",
        "policy apply",
        "policy explain",
        "policy export",
        "policy versions",
        "policy versions show",
        "policy versions tag",
        "policy versions untag",
        "policy versions delete",
        "policy versions prune",
        "policy rollback",
        "policy schema",
        "approvals list",
        "approvals pending",
        "approvals show",
        "approvals watch",
        "approvals approve",
        "approvals deny",
        "usage calls",
        "usage reprice",
        "audit tail",
        "audit verify",
        "version"
      })
  void everyCommandHelpsWithAnExample(String command) {
    var run = cli.run((command + " --help").split(" ", -1));

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("Usage: preloop " + command, "Example").contains("preloop ");
    assertThat(preloop.received()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "servers", "approvals show", "tools list -o xml", "--what"})
  void wrongUsageIsExitTwoAndOneHint(String command) {
    var run = cli.run(command.split(" ", -1));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("--help");
    assertThat(run.err().lines().count()).isLessThanOrEqualTo(3);
  }

  @Test
  void aServerThatIsAwayIsExitThreeAndOneSentence() {
    preloop.close();

    var run = cli.run("tools", "list");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err())
        .isEqualTo(
            "Preloop does not answer at "
                + preloop.url()
                + ": start it with `make up`, or give its address with --url or PRELOOP_URL.\n");
  }

  @Test
  void anAddressMustBeOne() {
    assertThat(cli.run("tools", "list", "--url", "ftp://example.com").code()).isEqualTo(2);
    assertThat(cli.run("tools", "list", "--url", "http://me:secret@example.com").code())
        .isEqualTo(2);
  }

  @Test
  void anErrorFromTheServerCannotDriveTheTerminal() {
    preloop.rest("GET /tools", 500, "{\"detail\":\"\\u001b]0;owned\\u0007 no\"}");

    var run = cli.run("tools", "list");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("\\u001B]0;owned\\u0007 no\n");
  }

  @Test
  void anAnswerThatIsNoProblemStillMakesASentence() {
    preloop.rest("GET /tools", 502, "<html>");

    assertThat(cli.run("tools", "list").err())
        .isEqualTo(preloop.url() + " answered with HTTP status 502.\n");
  }

  @Test
  void versionWorksWithoutAServer() {
    preloop.rest("GET /version", 200, "{\"version\":\"0.1.0\"}");
    assertThat(cli.run("version").out()).contains("0.1.0 at " + preloop.url());

    preloop.close();
    var run = cli.run("version", "-o", "json");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("no answer at");
  }
}
