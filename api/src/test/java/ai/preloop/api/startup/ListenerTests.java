package ai.preloop.api.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.policies.problems.ProblemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenerTests {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, http://127.0.0.1:8000",
    "0.0.0.0,   http://127.0.0.1:8000",
    "::,        http://[::1]:8000",
    "::1,       http://[::1]:8000",
    "[::1],     http://[::1]:8000",
    "192.0.2.7, http://192.0.2.7:8000",
    "localhost, http://localhost:8000"
  })
  void saysWhereThisMachineReachesIt(String host, String url) {
    Listener listener = at(host, "");

    assertThat(listener.localUrl()).hasToString(url);
    assertThat(listener.publicUrl()).hasToString(url);
  }

  @Test
  void isKnownByTheAddressThatWasChosen() {
    Listener listener = at("0.0.0.0", "https://preloop.example.com");

    assertThat(listener.publicUrl()).hasToString("https://preloop.example.com");
    assertThat(listener.localUrl()).hasToString("http://127.0.0.1:8000");
  }

  @ParameterizedTest
  @CsvSource({"not a host, '', HOST", "127.0.0.1, not an address, PRELOOP_URL"})
  void blamesTheVariableThatIsWrong(String host, String url, String variable) {
    assertThatThrownBy(() -> at(host, url))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith(variable);
  }

  private static Listener at(String host, String url) {
    return new Listener(host, 8000, SettingsFixtures.of(Path.of("home"), "development", url));
  }
}
