package ai.preloop.activities.attempts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.attempts.ProviderKeys.Place;
import ai.preloop.activities.secrets.Origin;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Keys that are kept for a moment. */
class ProviderKeysTests {

  private static final AccountId ACCOUNT = new AccountId(Ids.next());
  private static final Place PLACE =
      new Place(ACCOUNT, "openai", Origin.of(URI.create("https://models.example.com")));

  private final FakeSecrets secrets = new FakeSecrets();
  private final AtomicLong nanos = new AtomicLong();
  private final ProviderKeys keys = new ProviderKeys(secrets, nanos::get);

  @Test
  void readsAKeyAgainWhenTheAccountChanges() {
    secrets.set("openai", "one");
    assertThat(keys.of(PLACE)).isEqualTo("one");
    secrets.set("openai", "two");
    keys.reload(new AccountId(Ids.next()));
    assertThat(keys.of(PLACE)).as("after another account's change").isEqualTo("one");

    keys.reload(ACCOUNT);

    assertThat(keys.of(PLACE)).isEqualTo("two");
  }

  @Test
  void readsAKeyAgainAfterAMoment() {
    secrets.set("openai", "one");
    keys.of(PLACE);
    secrets.set("openai", "two");

    nanos.addAndGet(Duration.ofSeconds(5).toNanos());

    assertThat(keys.of(PLACE)).isEqualTo("two");
  }

  @Test
  void forgetsOnlyTheKeyThatWasRefused() {
    secrets.set("openai", "one");
    keys.of(PLACE);
    secrets.set("openai", "two");

    keys.refused(PLACE, "nought");
    assertThat(keys.of(PLACE)).isEqualTo("one");
    keys.refused(PLACE, "one");
    assertThat(keys.of(PLACE)).isEqualTo("two");
  }

  @Test
  void readsARefusedKeyWhereItIsKeptWhateverIsRemembered() {
    secrets.set("openai", "one");
    keys.of(PLACE);
    secrets.set("openai", "two");
    secrets.remember("openai", "one");

    keys.refused(PLACE, "one");

    assertThat(keys.of(PLACE)).isEqualTo("two");
  }

  @Test
  void takesALineForAKeyAndNothingThatIsNoHeader() {
    secrets.set("openai", "  one\n");
    assertThat(keys.of(PLACE)).isEqualTo("one");
    keys.reload(ACCOUNT);
    secrets.set("openai", "one\r\nX-Other: two");

    assertThatThrownBy(() -> keys.of(PLACE))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("openai")
        .hasMessageNotContaining("two");
  }
}
