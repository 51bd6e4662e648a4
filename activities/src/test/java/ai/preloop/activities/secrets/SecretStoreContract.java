package ai.preloop.activities.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.audit.AuditRecord.Who;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** What every secret store keeps to. */
abstract class SecretStoreContract {

  static final Origin HERE = Origin.of(URI.create("https://tools.test/mcp"));
  static final Origin ELSEWHERE = Origin.of(URI.create("https://tools.test:8443/mcp"));
  static final Who OWNER = new Who("user", Ids.next(), "owner");

  abstract SecretStore store();

  abstract AccountId account();

  abstract AccountId otherAccount();

  @Test
  void givesASecretToTheOriginOfItsFirstUseOnly() {
    store().put(account(), "bound", "s3cret", OWNER);

    assertThat(store().get(account(), "bound", HERE)).isEqualTo("s3cret");
    assertThat(store().get(account(), "bound", HERE)).isEqualTo("s3cret");
    assertThatThrownBy(() -> store().get(account(), "bound", ELSEWHERE))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("belongs to https://tools.test:443")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void keepsItsBindingWhenTheValueIsReplaced() {
    store().put(account(), "replaced", "old", OWNER);
    store().get(account(), "replaced", HERE);

    store().put(account(), "replaced", "new", OWNER);

    assertThat(store().get(account(), "replaced", HERE)).isEqualTo("new");
    assertThatThrownBy(() -> store().get(account(), "replaced", ELSEWHERE))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void followsAPersonToAnotherOrigin() {
    store().put(account(), "moved", "s3cret", OWNER);
    store().get(account(), "moved", HERE);

    store().rebind(account(), "moved", ELSEWHERE, OWNER);

    assertThat(store().get(account(), "moved", ELSEWHERE)).isEqualTo("s3cret");
    assertThatThrownBy(() -> store().get(account(), "moved", HERE))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void hidesTheSecretsOfAnotherAccount() {
    store().put(account(), "mine", "s3cret", OWNER);

    assertThatThrownBy(() -> store().get(otherAccount(), "mine", HERE))
        .hasMessage("There is no secret named mine.");
  }

  @Test
  void forgetsWhatIsDeleted() {
    store().put(account(), "gone", "s3cret", OWNER);
    assertThat(store().names(account())).contains("gone");

    store().delete(account(), "gone", OWNER);

    assertThat(store().names(account())).doesNotContain("gone");
    assertThatThrownBy(() -> store().get(account(), "gone", HERE))
        .hasMessage("There is no secret named gone.");
  }

  @Test
  void refusesANameThatIsNone() {
    assertThatThrownBy(() -> store().put(account(), "~secret-key", "x", OWNER))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("name");
  }
}
