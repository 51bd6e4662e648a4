package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.api.end2end.ClientConformance.Ran;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Preloop as a client, held to the servers of the official conformance suite. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientConformanceTests {

  private static final ConformanceExceptions NOT_AS_A_CLIENT =
      ConformanceExceptions.read("not-as-a-client.txt");

  /** Where the suite says that a client's metadata is; nobody can fetch it. */
  private static final String METADATA = "https://conformance-test.local/client-metadata.json";

  /** One of the suite's own calls leaves a type of its schema. */
  private static final String POLICY =
      """
      {"version":"1.0","metadata":{"name":"Conformance"},\
      "defaults":{"validate_arguments":false,"require_approval_for_new_tools":false,\
      "on_definition_change":"allow"}}\
      """;

  private final Map<ConformanceScenario, Ran> runs = new LinkedHashMap<>();
  private RunningPreloop preloop;

  @BeforeAll
  void run() {
    preloop = RunningPreloop.with("--preloop.client-metadata-url=" + METADATA);
    String owner = preloop.owner();
    preloop.http().post("/api/v1/policies/upload", owner, POLICY).expect(200);
    Map<String, String> environment =
        Map.of(
            "PRELOOP", preloop.http().base().toString(), "OWNER", owner, "KEY", preloop.agentKey());
    ProcessBuilder node = NodeProject.CONFORMANCE.node("client.mjs");
    try (NodeServer client = NodeServer.start(node, environment)) {
      for (ConformanceSuite suite : ConformanceSuite.values()) {
        runs.putAll(new ClientConformance(client).of(suite));
      }
    }
  }

  @AfterAll
  void stop() {
    if (preloop != null) {
      preloop.stop();
    }
  }

  Stream<ConformanceScenario> scenarios() {
    return runs.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void passesAsAClient(ConformanceScenario scenario) {
    Ran run = Objects.requireNonNull(runs.get(scenario));
    assertThat(run.checks().failed())
        .as("%s: %s", scenario, run.said())
        .isEqualTo(NOT_AS_A_CLIENT.of(scenario));
  }

  @Test
  void runsAllScenarios() {
    assertThat(runs).hasSizeGreaterThan(70);
  }

  @Test
  void exceptsNothingThatIsNotRun() {
    assertThat(runs.keySet()).containsAll(NOT_AS_A_CLIENT.checks().keySet());
  }
}
