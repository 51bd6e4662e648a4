package ai.preloop.api.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Turn;
import ai.preloop.activities.identity.Scope;
import ai.preloop.api.edge.Edge;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;

/** Owners write beside one another, each only what is theirs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnersEdgeTests {

  private Edge edge;
  private PolicyRequests requests;
  private int first;

  @BeforeAll
  void start() {
    edge = Edge.start();
    requests = new PolicyRequests(edge);
    first = requests.upload(document("bank", "deny"));
    requests.upload(document("platform", "deny"));
  }

  @AfterAll
  void stop() {
    edge.close();
  }

  @Test
  void writeAtOnceAndBothAreKept() throws Exception {
    int before = requests.upload(document("bank", "deny"));
    List<Future<MvcTestResult>> both = new ArrayList<>();
    try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
      edge.bean(Database.class)
          .doInAccount(
              edge.person().account(),
              jdbc -> {
                Turn.await(jdbc, "policy " + edge.person().account());
                both.add(writers.submit(() -> requests.upload(document("east", "allow"), "")));
                both.add(writers.submit(() -> requests.upload(document("west", "allow"), "")));
                await().until(() -> requests.waiting() == 2);
              });
      for (Future<MvcTestResult> each : both) {
        assertThat(each.get(20, TimeUnit.SECONDS)).hasStatusOk();
      }
    }

    JsonNode newest = PolicyRequests.json(requests.get("/" + (before + 2)));
    assertThat(owners(newest)).contains("bank", "platform", "east", "west");
    assertThat(newest.at("/version/active").asBoolean()).isTrue();
  }

  @Test
  void writeWithTheirKeysForThemselvesOnly() {
    String key = edge.key(Scope.policyWrite("bank"));

    assertThat(requests.document("/upload", key, document("bank", "allow"))).hasStatusOk();
    MvcTestResult refused = requests.document("/upload", key, document("platform", "allow"));
    assertThat(refused).hasStatus(403);
    assertThat(refused).bodyText().contains("policy:write:platform");
    assertThat(requests.document("/upload", key, document("new-one", "allow"))).hasStatus(403);
    assertThat(requests.document("/upload?dry_run=true", key, document("platform", "allow")))
        .hasStatus(403);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          POST   | /%d/rollback                   | {}
          POST   | /%d/rollback?preview_only=true | {}
          POST   | /prune                         | {"keep":1}
          PUT    | /%d/tag                        | {"tag":"mine"}
          DELETE | /%d/tag                        | {}
          POST   | ''                             | {"tag":"mine"}
          DELETE | /%d                            | {}
          """)
  void doNothingToTheVersionsOfAll(String method, String path, String body) {
    MvcTestResult refused =
        edge.request(
                HttpMethod.valueOf(method),
                PolicyRequests.VERSIONS + path.formatted(first),
                edge.key(Scope.policyWrite("bank"), Scope.ACCOUNT_READ))
            .header("Content-Type", "application/json")
            .content(body)
            .exchange();

    assertThat(refused).hasStatus(403);
    assertThat(refused).bodyText().contains("the scope policy:write is needed");
    assertThat(requests.get("/" + first)).hasStatusOk();
  }

  private static List<String> owners(JsonNode held) {
    return held.path("documents")
        .valueStream()
        .map(each -> each.path("policy_name").asString())
        .toList();
  }

  private static String document(String owner, String otherwise) {
    return """
    version: "1.0"
    metadata: { name: %1$s }
    tools: [ { name: of-%1$s, otherwise: %2$s } ]
    """
        .formatted(owner, otherwise);
  }
}
