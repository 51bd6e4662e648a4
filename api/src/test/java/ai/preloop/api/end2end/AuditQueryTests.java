package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the ledger can be asked for. */
class AuditQueryTests {

  private static final String LEDGER = "/api/v1/audit-logs";

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final Http http = preloop.http();
  private final String owner = preloop.owner();

  @Test
  void refusesAFilterThatThereIsNot() {
    Http.Reply refused = http.get(LEDGER + "?verdikt=deny&limit=5", owner);

    assertThat(refused.expect(422).path("detail").asString())
        .isEqualTo(
            "There is no parameter verdikt here; there are correlation_id, cursor, from, limit,"
                + " principal, server, to, tool, verdict. Did you mean `verdict`?");
  }

  @Test
  void refusesAVerdictThatThereIsNot() {
    assertThat(http.get(LEDGER + "?verdict=x", owner).expect(422).path("detail").asString())
        .isEqualTo("verdict is one of allow, ask, deny.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "from=2026-11-21T10:00:00Z",
        "to=2026-11-21T10:00:00Z",
        "tool=x",
        "server=x",
        "verdict=ask",
        "principal=x",
        "correlation_id=01939c2e-7b1a-7c55-9d3e-0242ac120002",
        "limit=1"
      })
  void takesEachOfItsFilters(String filter) {
    http.get(LEDGER + "?" + filter, owner).expect(200);
  }
}
