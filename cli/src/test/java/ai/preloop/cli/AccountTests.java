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
  void isLeftAsItIsWithoutThePassword() {
    var run = cli.run("account", "unfreeze");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("password of owner");
    assertThat(preloop.received()).isEmpty();
  }
}
