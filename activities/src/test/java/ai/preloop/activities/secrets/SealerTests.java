package ai.preloop.activities.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealerTests {

  private static final AccountId ACCOUNT = new AccountId(Ids.next());
  private static final byte[] PLAIN = "rm -rf build".getBytes(UTF_8);

  private final RootKey root = RootKey.of("0123456789abcdef0123456789abcdef");
  private final Sealer sealer = new Sealer(root, "approvals");

  @Test
  void opensWhatItSealed() {
    assertThat(sealer.open(ACCOUNT, "row/1", sealer.seal(ACCOUNT, "row/1", PLAIN)))
        .isEqualTo(PLAIN);
  }

  @Test
  void sealsTheSameContentDifferentlyEachTime() {
    assertThat(sealer.seal(ACCOUNT, "row/1", PLAIN))
        .isNotEqualTo(sealer.seal(ACCOUNT, "row/1", PLAIN));
  }

  @Test
  void refusesContentOfAnotherRow() {
    byte[] sealed = sealer.seal(ACCOUNT, "row/1", PLAIN);

    assertUnreadable(() -> sealer.open(ACCOUNT, "row/2", sealed));
  }

  @Test
  void refusesContentOfAnotherAccount() {
    byte[] sealed = sealer.seal(ACCOUNT, "row/1", PLAIN);

    assertUnreadable(() -> sealer.open(new AccountId(Ids.next()), "row/1", sealed));
  }

  @Test
  void refusesContentOfAnotherPurpose() {
    byte[] sealed = sealer.seal(ACCOUNT, "row/1", PLAIN);

    assertUnreadable(() -> new Sealer(root, "results").open(ACCOUNT, "row/1", sealed));
  }

  @Test
  void refusesAnotherSecretKey() {
    byte[] sealed = sealer.seal(ACCOUNT, "row/1", PLAIN);
    RootKey other = RootKey.of("fedcba9876543210fedcba9876543210");

    assertUnreadable(() -> new Sealer(other, "approvals").open(ACCOUNT, "row/1", sealed));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 12, 13, 20, 40})
  void findsOneChangedBitAnywhere(int position) {
    byte[] sealed = sealer.seal(ACCOUNT, "row/1", PLAIN);
    sealed[position] ^= 1;

    assertUnreadable(() -> sealer.open(ACCOUNT, "row/1", sealed));
  }

  @Test
  void refusesWhatIsTooShortToBeSealed() {
    assertUnreadable(() -> sealer.open(ACCOUNT, "row/1", new byte[] {1, 2, 3}));
  }

  @Test
  void keepsTheRootKeyOutOfItsDescription() {
    assertThat(root).hasToString("RootKey[hidden]");
  }

  @Test
  void refusesAShortSecretKey() {
    assertThatThrownBy(() -> RootKey.of("  short  "))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("at least 32");
  }

  private static void assertUnreadable(Runnable open) {
    assertThatThrownBy(open::run)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("cannot be opened");
  }
}
