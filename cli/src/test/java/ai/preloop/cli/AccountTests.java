package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountTests extends AgainstPreloop {

  @ParameterizedTest
  @CsvSource({"freeze, true, Nothing runs until", "unfreeze, false, Calls run again"})
  void isFrozenAndUnfrozenByThePersonOnly(String command, boolean frozen, String said) {
    String path = "POST /account/" + command;
    preloop.withOwner().rest(path, 200, "{\"frozen\":" + frozen + "}");
    cli.typed = "correct";

    var run = cli.run("account", command);

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains(said);
    assertThat(preloop.only("POST /api/v1/account/" + command).authorization())
        .isEqualTo("Bearer owner-token");
  }

  @Test
  void showsItsSwitchesWithTheReadKey() {
    preloop.rest(
        "GET /account/switches",
        200,
        "{\"resources\":true,\"prompts\":true,\"sampling\":false,\"elicitation\":true,\"roots\":true}");

    var run = cli.run("account", "switches");

    assertThat(run.code()).isZero();
    assertThat(run.out().lines()).contains("sampling     off", "roots        on");
    assertThat(preloop.last().authorization()).isEqualTo("Bearer read-key");
  }

  @Test
  void switchesWhatIsNamedAndNothingElse() {
    preloop.withOwner().rest("PUT /account/switches", 200, "{\"sampling\":false,\"roots\":true}");
    cli.typed = "correct";

    var run = cli.run("account", "switches", "--off", "sampling", "--on", "roots");

    assertThat(run.code()).isZero();
    assertThat(preloop.only("PUT /api/v1/account/switches").body())
        .isEqualTo("{\"roots\":true,\"sampling\":false}");
    assertThat(cli.run("account", "switches", "--off", "tools").code()).isEqualTo(2);
    assertThat(cli.run("account", "switches", "--off", "roots", "--on", "roots").code())
        .isEqualTo(2);
  }

  @Test
  void isLeftAsItIsWithoutThePassword() {
    var run = cli.run("account", "unfreeze");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("password of owner");
    assertThat(preloop.received()).isEmpty();
  }
}
