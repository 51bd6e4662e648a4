package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Documents read what the server's operator allows of its environment, and nothing else of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyVariableTests {

  private static final String DOCUMENT =
      """
      version: "1.0"
      metadata: { name: variables }
      tools: [ { name: probe, conditions: [ { action: deny, description: "It is ${%s}" } ] } ]
      """;

  private final RunningPreloop preloop =
      RunningPreloop.with("--PRELOOP_POLICY_ENV_ALLOW=PATH,PRELOOP_HAS_NO_SUCH_VARIABLE");

  @AfterAll
  void stop() {
    preloop.stop();
  }

  @Test
  void areReplacedInAnUploadWhereTheyAreAllowed() {
    send(preloop, "upload", DOCUMENT.formatted("PATH")).expect(200);

    JsonNode explained =
        preloop
            .http()
            .post("/api/v1/policies/explain", preloop.owner(), "{\"tool\":\"probe\",\"args\":{}}")
            .expect(200);
    assertThat(explained.path("message").asString()).isEqualTo("It is " + System.getenv("PATH"));
  }

  @Test
  void areReplacedInTestsWhereTheyAreAllowed() {
    String body =
        JsonMapper.shared()
            .writeValueAsString(
                Map.of(
                    "policy",
                    DOCUMENT.formatted("PATH"),
                    "tests",
                    "cases: [ { name: a, tool: probe, args: {}, expect: { verdict: deny } } ]"));

    JsonNode tested =
        preloop.http().post("/api/v1/policies/test", preloop.owner(), body).expect(200);

    assertThat(tested.at("/results/0/message").asString())
        .isEqualTo("It is " + System.getenv("PATH"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HOME", "PRELOOP_HAS_NO_SUCH_VARIABLE", "preloop.home", "java.version"})
  void areNotReadableWhereTheyAreNot(String name) {
    refused(preloop, name);
  }

  @Test
  void areNotReadableAsLongAsNobodyAllowsThem() {
    refused(RunningPreloop.shared(), "PATH");
  }

  private static void refused(RunningPreloop by, String name) {
    JsonNode problem = send(by, "upload", DOCUMENT.formatted(name)).expect(422);

    assertThat(problem.path("findings").valueStream())
        .filteredOn(finding -> finding.path("severity").asString().equals("error"))
        .map(finding -> finding.path("code").asString() + " " + finding.path("path").asString())
        .containsExactly("value.variable $.tools[0].conditions[0].description");
  }

  private static Http.Reply send(RunningPreloop to, String how, String document) {
    return to.http()
        .send(
            "POST",
            "/api/v1/policies/" + how,
            to.owner(),
            document,
            Map.of("Content-Type", "application/yaml"));
  }
}
