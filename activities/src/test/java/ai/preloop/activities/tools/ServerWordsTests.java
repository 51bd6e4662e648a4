package ai.preloop.activities.tools;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.database.Storable;
import org.junit.jupiter.api.Test;

/** What an upstream server says in an error, before a row or a record has it. */
class ServerWordsTests {

  @Test
  void areCleanedOfWhatPostgresqlCannotKeep() {
    assertThat(ApprovedToolCalls.told("no\0way\uD800!")).isEqualTo("no\uFFFDway\uFFFD!");
  }

  @Test
  void areCutAtAThousandCharacters() {
    assertThat(ApprovedToolCalls.told("x".repeat(1_000))).isEqualTo("x".repeat(1_000));
    assertThat(ApprovedToolCalls.told("x".repeat(1_001))).isEqualTo("x".repeat(1_000) + "…");
  }

  @Test
  void keepNoHalfOfACharacterWhereTheyAreCut() {
    assertThat(Storable.shortened("ab😀", 3)).isEqualTo("ab\uFFFD…");
    assertThat(Storable.shortened("ab😀", 4)).isEqualTo("ab😀");
    assertThat(Storable.shortened(null, 4)).isNull();
  }

  @Test
  void loseTheirSecretsBeforeTheyAreCut() {
    String said = "x".repeat(990) + " Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";
    assertThat(ApprovedToolCalls.told(said)).doesNotContain("eyJ");
  }
}
