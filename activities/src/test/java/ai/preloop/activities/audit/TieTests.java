package ai.preloop.activities.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.audit.AuditRecord.Tie;
import ai.preloop.workflows.identity.Ids;
import org.junit.jupiter.api.Test;

class TieTests {

  @Test
  void endsASessionThatIsCutInNoHalfOfACharacter() {
    Tie tie = new Tie(Ids.next(), null, "x".repeat(199) + "😀 and more");

    assertThat(tie.session()).isEqualTo("x".repeat(199) + "\uFFFD");
  }
}
