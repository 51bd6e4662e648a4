package ai.preloop.activities.generation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.audit.AuditLog.Span;
import ai.preloop.activities.generation.Wish.Observed;
import ai.preloop.policies.problems.ProblemException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WishTests {

  @Test
  void refusesTimesThatTheDatabaseDoesNotHave() {
    Instant far = Instant.parse("+300000-01-01T00:00:00Z");
    Span then = new Span(far, far.plusSeconds(60));

    assertThatThrownBy(() -> new Observed(then, null, null))
        .isInstanceOf(ProblemException.class)
        .hasMessage("from and to are in the years 1 to 9999.");
  }
}
