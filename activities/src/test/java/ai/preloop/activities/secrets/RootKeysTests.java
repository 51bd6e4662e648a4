package ai.preloop.activities.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.policies.problems.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RootKeysTests {

  private static final String GIVEN = "a key that the operator has chosen";

  @Test
  void takesTheKeyThatIsGivenAndMakesNone(@TempDir Path home) {
    RootKey key = RootKeys.load(Optional.of(GIVEN), Optional.of(home));

    assertThat(derived(key)).isEqualTo(derived(RootKey.of(GIVEN)));
    assertThat(home).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void makesOneAndKeepsItForItsOwnerOnly(String blank, @TempDir Path home) throws Exception {
    RootKey made = RootKeys.load(Optional.of(blank), Optional.of(home));

    assertThat(derived(RootKeys.load(Optional.empty(), Optional.of(home))))
        .isEqualTo(derived(made));
    Path file = home.resolve("secret-key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file)).hasSize(64);
  }

  @Test
  void makesADifferentOneInEachHome(@TempDir Path home) {
    RootKey one = RootKeys.load(Optional.empty(), Optional.of(home.resolve("one")));
    RootKey other = RootKeys.load(Optional.empty(), Optional.of(home.resolve("other")));

    assertThat(derived(one)).isNotEqualTo(derived(other));
  }

  @Test
  void refusesToMakeOneWhereTheOperatorMustChoose() {
    assertThatThrownBy(() -> RootKeys.load(Optional.of(""), Optional.empty()))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith("SECRET_KEY must be set here");
  }

  @Test
  void refusesAKeyThatIsTooShortWhereverItIsFrom(@TempDir Path home) throws Exception {
    assertThatThrownBy(() -> RootKeys.load(Optional.of("short"), Optional.of(home)))
        .hasMessageStartingWith("SECRET_KEY is too short");
    Files.writeString(home.resolve("secret-key"), "cut");

    assertThatThrownBy(() -> RootKeys.load(Optional.empty(), Optional.of(home)))
        .hasMessageStartingWith("SECRET_KEY is too short");
  }

  private static byte[] derived(RootKey key) {
    return key.derive("a test", "AES").getEncoded();
  }
}
