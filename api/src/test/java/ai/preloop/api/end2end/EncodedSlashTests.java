package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An address that the server's own parser does not like is answered as any other problem is. */
class EncodedSlashTests {

  @Test
  void aTagWithASlashIsRefusedWithASentence() {
    RunningPreloop preloop = RunningPreloop.shared();

    Http.Reply refused =
        preloop.http().get("/api/v1/policies/versions/release%2F7", preloop.owner());

    assertThat(refused.expect(400).path("detail").asString())
        .isEqualTo("The address has characters that are not accepted.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"files%2Fread", "files%5Cread", "files%3Bread", "files%25read"})
  void aToolOfSuchANameIsNotCalledOverRest(String name) {
    RunningPreloop preloop = RunningPreloop.shared();

    Http.Reply refused =
        preloop.http().send("POST", "/api/v1/mcp/" + name, preloop.agentKey(), "", Map.of());

    assertThat(refused.expect(400).path("detail").asString())
        .isEqualTo("The address has characters that are not accepted.");
  }
}
