package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The official conformance suite against a server, directly and through Preloop. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceTests {

  private static final ConformanceExceptions FAILS_DIRECTLY =
      ConformanceExceptions.read("fails-directly.txt");
  private static final ConformanceExceptions NOT_YET_THROUGH_PRELOOP =
      ConformanceExceptions.read("not-yet-through-preloop.txt");

  private final Map<ConformanceScenario, ConformanceChecks> direct = new LinkedHashMap<>();
  private final Map<ConformanceScenario, ConformanceChecks> through = new LinkedHashMap<>();
  private RunningPreloop preloop;
  private String owner = "";
  private String at = "";

  @BeforeAll
  void run() {
    try (NodeServer server = server("server.mjs", Map.of())) {
      run(server.url(), "directly", direct);
      preloop = RunningPreloop.shared();
      owner = preloop.owner();
      register(server.url());
      Map<String, String> where =
          Map.of("TO", preloop.http().base().toString(), "KEY", preloop.agentKey());
      try (NodeServer bearer = server("bearer.mjs", where)) {
        run(bearer.url(), "through-preloop", through);
      }
    }
  }

  private static NodeServer server(String main, Map<String, String> environment) {
    return NodeServer.start(NodeProject.CONFORMANCE.node(main), environment);
  }

  private static void run(
      URI server, String called, Map<ConformanceScenario, ConformanceChecks> results) {
    for (ConformanceSuite suite : ConformanceSuite.values()) {
      results.putAll(suite.against(server, called));
    }
  }

  private void register(URI server) {
    String body = "{\"name\":\"conformance\",\"url\":\"%s\"}".formatted(server);
    String id =
        preloop.http().post("/api/v1/mcp-servers", owner, body).expect(201).path("id").asString();
    at = "/api/v1/mcp-servers/" + id;
    preloop.http().post(at + "/scan", owner, "{}").expect(200);
  }

  @AfterAll
  void stop() {
    if (!at.isEmpty()) {
      preloop.http().send("DELETE", at, owner, "", Map.of()).expect(204);
    }
  }

  Stream<ConformanceScenario> scenarios() {
    return direct.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void passesDirectly(ConformanceScenario scenario) {
    assertThat(of(direct, scenario).failed())
        .as(scenario.toString())
        .isEqualTo(FAILS_DIRECTLY.of(scenario));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void passesThroughPreloop(ConformanceScenario scenario) {
    assertThat(of(direct, scenario).lostIn(of(through, scenario)))
        .as(scenario.toString())
        .isEqualTo(NOT_YET_THROUGH_PRELOOP.of(scenario));
  }

  private static ConformanceChecks of(
      Map<ConformanceScenario, ConformanceChecks> results, ConformanceScenario scenario) {
    return results.getOrDefault(scenario, ConformanceChecks.NOT_ENDED);
  }

  @Test
  void runsTheSameBothWays() {
    assertThat(direct).hasSizeGreaterThan(100);
    assertThat(through.keySet()).isEqualTo(direct.keySet());
  }

  @Test
  void exceptsNothingThatIsNotRun() {
    Set<ConformanceScenario> run = direct.keySet();
    assertThat(run).containsAll(FAILS_DIRECTLY.checks().keySet());
    assertThat(run).containsAll(NOT_YET_THROUGH_PRELOOP.checks().keySet());
  }
}
