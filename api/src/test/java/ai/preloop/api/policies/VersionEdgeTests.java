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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Versions over REST: each change makes one, and one that was can be again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.MethodName.class)
class VersionEdgeTests {

  private static final String ONE =
      "version: \"1.0\"\nmetadata: { name: versions }\ntools: [ { name: bash, otherwise: deny } ]\n";
  private static final String TWO = ONE.replace("deny", "allow") + "# loosened\n";

  private Edge edge;
  private PolicyRequests requests;
  private int first;
  private int second;

  @BeforeAll
  void start() {
    edge = Edge.start();
    requests = new PolicyRequests(edge);
    first = requests.upload(ONE);
    second = requests.upload(TWO);
  }

  @AfterAll
  void stop() {
    edge.close();
  }

  @Test
  void a_areListedNewestFirst() {
    MvcTestResult answer = requests.get("?limit=2");

    assertThat(answer).hasStatusOk();
    assertThat(answer)
        .bodyJson()
        .extractingPath("items[*].number")
        .asArray()
        .containsExactly(second, first);
    assertThat(answer).bodyJson().extractingPath("items[0].active").isEqualTo(true);
    assertThat(answer).bodyJson().extractingPath("items[0].parent").isEqualTo(first);
    assertThat(answer)
        .bodyJson()
        .extractingPath("items[0].changes[0]")
        .isEqualTo("changed tool bash");
  }

  @Test
  void b_holdTheirDocumentsToTheLetter() {
    assertThat(requests.get("/" + second))
        .bodyJson()
        .extractingPath("documents[?(@.policy_name == 'versions')].source")
        .asArray()
        .containsExactly(TWO);
    assertThat(requests.get("/999999")).hasStatus(404);
    assertThat(requests.get("/nothing")).hasStatus(404);
  }

  @Test
  void c_haveTagsOfTheirOwn() {
    assertThat(requests.send(HttpMethod.PUT, "/" + first + "/tag", "{\"tag\":\"before\"}"))
        .bodyJson()
        .extractingPath("tag")
        .isEqualTo("before");
    assertThat(requests.send(HttpMethod.PUT, "/" + second + "/tag", "{\"tag\":\"before\"}"))
        .hasStatus(409);
    assertThat(requests.send(HttpMethod.PUT, "/" + second + "/tag", "{\"tag\":\"1\"}"))
        .hasStatus(422);
    assertThat(requests.send(HttpMethod.PUT, "/" + second + "/tag", "{}")).hasStatus(422);
    assertThat(requests.send(HttpMethod.DELETE, "/" + first)).hasStatus(409);
  }

  @Test
  void d_areGivenUpUnlessTheyAreNeeded() {
    int third = requests.upload(ONE);
    assertThat(requests.send(HttpMethod.DELETE, "/" + third)).hasStatus(409);
    MvcTestResult pruned = requests.send(HttpMethod.POST, "/prune", "{\"keep\":1}");
    assertThat(pruned).bodyJson().extractingPath("pruned").asArray().contains(second);
    assertThat(requests.get("/" + first)).hasStatusOk();
    assertThat(requests.get("/" + second)).hasStatus(404);

    assertThat(requests.send(HttpMethod.DELETE, "/" + first + "/tag")).hasStatusOk();
    assertThat(requests.send(HttpMethod.DELETE, "/" + first)).hasStatus(204);
    assertThat(requests.get("/" + first)).hasStatus(404);
  }

  @Test
  void e_areNotTheReadersToChange() {
    String reader = edge.key(Scope.ACCOUNT_READ);
    for (String path : new String[] {"/1/rollback", "/prune"}) {
      assertThat(
              edge.request(HttpMethod.POST, PolicyRequests.VERSIONS + path, reader)
                  .header("Content-Type", "application/json")
                  .content(path.endsWith("prune") ? "{\"keep\":1}" : "{}")
                  .exchange())
          .hasStatus(403);
    }
    assertThat(edge.request(HttpMethod.DELETE, PolicyRequests.VERSIONS + "/1", reader).exchange())
        .hasStatus(403);
  }

  @Test
  void f_areWrittenByOneAfterTheOther() throws Exception {
    int now = requests.upload(ONE);
    Database database = edge.bean(Database.class);
    try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<MvcTestResult>> both = new ArrayList<>();
      database.doInAccount(
          edge.person().account(),
          jdbc -> {
            Turn.await(jdbc, "policy " + edge.person().account());
            both.add(writers.submit(() -> requests.upload(TWO, "")));
            both.add(
                writers.submit(() -> requests.upload(TWO.replace("loosened", "loosened too"), "")));
            await().until(() -> requests.waiting() == 2);
          });

      List<Integer> statuses = new ArrayList<>();
      for (Future<MvcTestResult> each : both) {
        statuses.add(each.get().getResponse().getStatus());
        if (each.get().getResponse().getStatus() == 409) {
          assertThat(each.get()).bodyJson().extractingPath("version").isEqualTo(now + 1);
        }
      }
      assertThat(statuses).containsExactlyInAnyOrder(200, 409);
    }
  }

  @Test
  void g_areWrittenOnlyOverTheOneThatIsExpected() {
    int now = requests.upload(TWO);

    MvcTestResult refused = requests.upload(ONE, "?expected_version=" + (now - 1));
    assertThat(refused).hasStatus(409);
    assertThat(refused).bodyJson().extractingPath("version").isEqualTo(now);
    assertThat(requests.upload(ONE, "?expected_version=" + now)).hasStatusOk();
  }

  @Test
  void h_areComparedBeforeTheyAreWritten() {
    int now = requests.upload(ONE);

    MvcTestResult diff =
        requests.document(
            "/diff", edge.key(Scope.ACCOUNT_READ), TWO.replace("name: bash", "name: zsh"));
    assertThat(diff).hasStatusOk();
    assertThat(diff).bodyJson().extractingPath("version").isEqualTo(now);
    assertThat(diff)
        .bodyJson()
        .extractingPath("changes")
        .asArray()
        .containsExactly("added tool zsh", "removed tool bash");
    assertThat(diff)
        .bodyJson()
        .extractingPath("entries[0].after")
        .isEqualTo("name: zsh\notherwise: allow\n");
    assertThat(diff)
        .bodyJson()
        .extractingPath("entries[1].before")
        .isEqualTo("name: bash\notherwise: deny\n");
    assertThat(diff).bodyJson().extractingPath("waiting").asArray().isEmpty();
    assertThat(requests.upload(ONE)).isEqualTo(now);
  }

  @Test
  void i_takeANameWhileTheyAreInForce() {
    int now = requests.upload(ONE);

    MvcTestResult named =
        requests.send(HttpMethod.POST, "", "{\"tag\":\"release-%d\"}".formatted(now));
    assertThat(named).bodyJson().extractingPath("number").isEqualTo(now);
    assertThat(named).bodyJson().extractingPath("tag").isEqualTo("release-" + now);
    assertThat(requests.get("/release-" + now))
        .bodyJson()
        .extractingPath("version.number")
        .isEqualTo(now);
    assertThat(requests.send(HttpMethod.DELETE, "/release-" + now + "/tag")).hasStatusOk();
    assertThat(requests.get("/release-" + now)).hasStatus(404);
  }
}
