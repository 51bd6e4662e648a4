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
import tools.jackson.databind.json.JsonMapper;

/** Versions over REST: each change makes one, and one that was can be again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.MethodName.class)
class VersionEdgeTests {

  private static final String VERSIONS = "/api/v1/policies/versions";
  private static final String ONE =
      "version: \"1.0\"\nmetadata: { name: versions }\ntools: [ { name: bash, otherwise: deny } ]\n";
  private static final String TWO = ONE.replace("deny", "allow") + "# loosened\n";

  private Edge edge;
  private int first;
  private int second;

  @BeforeAll
  void start() {
    edge = Edge.start();
    first = upload(ONE);
    second = upload(TWO);
  }

  @AfterAll
  void stop() {
    edge.close();
  }

  @Test
  void a_areListedNewestFirst() {
    MvcTestResult answer = get(VERSIONS + "?limit=2");

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
    assertThat(get(VERSIONS + "/" + second))
        .bodyJson()
        .extractingPath("documents[?(@.policy_name == 'versions')].source")
        .asArray()
        .containsExactly(TWO);
    assertThat(get(VERSIONS + "/999999")).hasStatus(404);
    assertThat(get(VERSIONS + "/nothing")).hasStatus(404);
  }

  @Test
  void c_haveTagsOfTheirOwn() {
    assertThat(put(VERSIONS + "/" + first + "/tag", "{\"tag\":\"before\"}"))
        .bodyJson()
        .extractingPath("tag")
        .isEqualTo("before");
    assertThat(put(VERSIONS + "/" + second + "/tag", "{\"tag\":\"before\"}")).hasStatus(409);
    assertThat(put(VERSIONS + "/" + second + "/tag", "{\"tag\":\"1\"}")).hasStatus(422);
    assertThat(put(VERSIONS + "/" + second + "/tag", "{}")).hasStatus(422);
    assertThat(send(HttpMethod.DELETE, VERSIONS + "/" + first)).hasStatus(409);
  }

  @Test
  void d_canBeReturnedToAfterALook() {
    MvcTestResult look =
        send(HttpMethod.POST, VERSIONS + "/" + first + "/rollback?preview_only=true");
    assertThat(look).bodyJson().extractingPath("applied").isEqualTo(false);
    assertThat(look).bodyJson().extractingPath("version").isEqualTo(second);
    assertThat(look).bodyJson().extractingPath("changes[0]").isEqualTo("changed tool bash");

    MvcTestResult asked =
        edge.post(VERSIONS + "/" + first + "/rollback", edge.owner())
            .header("Content-Type", "application/json")
            .content("{\"preview_only\":true}")
            .exchange();
    assertThat(asked).bodyJson().extractingPath("applied").isEqualTo(false);

    assertThat(
            send(HttpMethod.POST, VERSIONS + "/" + first + "/rollback?expected_version=" + first))
        .hasStatus(409);

    MvcTestResult back =
        send(HttpMethod.POST, VERSIONS + "/" + first + "/rollback?expected_version=" + second);
    assertThat(back).bodyJson().extractingPath("applied").isEqualTo(true);
    assertThat(back).bodyJson().extractingPath("version").isEqualTo(second + 1);
    assertThat(get(VERSIONS + "/" + (second + 1)))
        .bodyJson()
        .extractingPath("documents[?(@.policy_name == 'versions')].source")
        .asArray()
        .containsExactly(ONE);

    assertThat(send(HttpMethod.POST, VERSIONS + "/" + first + "/rollback"))
        .bodyJson()
        .extractingPath("applied")
        .isEqualTo(false);
  }

  @Test
  void e_areGivenUpUnlessTheyAreNeeded() {
    assertThat(send(HttpMethod.DELETE, VERSIONS + "/" + (second + 1))).hasStatus(409);
    MvcTestResult pruned =
        edge.request(HttpMethod.POST, VERSIONS + "/prune", edge.owner())
            .header("Content-Type", "application/json")
            .content("{\"keep\":1}")
            .exchange();
    assertThat(pruned).bodyJson().extractingPath("pruned").asArray().contains(second);
    assertThat(get(VERSIONS + "/" + first)).hasStatusOk();
    assertThat(get(VERSIONS + "/" + second)).hasStatus(404);

    assertThat(send(HttpMethod.DELETE, VERSIONS + "/" + first + "/tag")).hasStatusOk();
    assertThat(send(HttpMethod.DELETE, VERSIONS + "/" + first)).hasStatus(204);
    assertThat(get(VERSIONS + "/" + first)).hasStatus(404);
  }

  @Test
  void f_areNotTheReadersToChange() {
    String reader = edge.key(Scope.ACCOUNT_READ);
    for (String path : new String[] {"/1/rollback", "/prune"}) {
      assertThat(
              edge.request(HttpMethod.POST, VERSIONS + path, reader)
                  .header("Content-Type", "application/json")
                  .content(path.endsWith("prune") ? "{\"keep\":1}" : "{}")
                  .exchange())
          .hasStatus(403);
    }
    assertThat(edge.request(HttpMethod.DELETE, VERSIONS + "/1", reader).exchange()).hasStatus(403);
  }

  @Test
  void g_areWrittenByOneAfterTheOther() throws Exception {
    int now = upload(ONE);
    Database database = edge.bean(Database.class);
    try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<MvcTestResult>> both = new ArrayList<>();
      database.doInAccount(
          edge.person().account(),
          jdbc -> {
            Turn.await(jdbc, "policy " + edge.person().account());
            both.add(writers.submit(() -> send(TWO, "")));
            both.add(writers.submit(() -> send(TWO.replace("loosened", "loosened too"), "")));
            await().until(() -> waiting(database) == 2);
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
  void h_areWrittenOnlyOverTheOneThatIsExpected() {
    int now = upload(TWO);

    MvcTestResult refused = send(ONE, "?expected_version=" + (now - 1));
    assertThat(refused).hasStatus(409);
    assertThat(refused).bodyJson().extractingPath("version").isEqualTo(now);
    assertThat(send(ONE, "?expected_version=" + now)).hasStatusOk();
  }

  @Test
  void i_areComparedBeforeTheyAreWritten() {
    int now = upload(ONE);

    MvcTestResult diff =
        edge.post("/api/v1/policies/diff", edge.key(Scope.ACCOUNT_READ))
            .header("Content-Type", "text/yaml")
            .content(TWO.replace("name: bash", "name: zsh"))
            .exchange();
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
    assertThat(upload(ONE)).isEqualTo(now);
  }

  @Test
  void j_takeANameWhileTheyAreInForce() {
    int now = upload(ONE);

    MvcTestResult named =
        edge.post(VERSIONS, edge.owner())
            .header("Content-Type", "application/json")
            .content("{\"tag\":\"release-%d\"}".formatted(now))
            .exchange();
    assertThat(named).bodyJson().extractingPath("number").isEqualTo(now);
    assertThat(named).bodyJson().extractingPath("tag").isEqualTo("release-" + now);
    assertThat(get(VERSIONS + "/release-" + now))
        .bodyJson()
        .extractingPath("version.number")
        .isEqualTo(now);
    assertThat(send(HttpMethod.DELETE, VERSIONS + "/release-" + now + "/tag")).hasStatusOk();
    assertThat(get(VERSIONS + "/release-" + now)).hasStatus(404);
  }

  private static int waiting(Database database) {
    return database.asSystem(jdbc ->
        jdbc.sql("select count(*) from pg_locks where locktype = 'advisory' and not granted")
            .query(Integer.class)
            .single());
  }

  private MvcTestResult send(String document, String query) {
    return edge.post("/api/v1/policies/upload" + query, edge.owner())
        .header("Content-Type", "text/yaml")
        .content(document)
        .exchange();
  }

  private int upload(String document) {
    MvcTestResult answer = send(document, "");
    assertThat(answer).hasStatusOk();
    return JsonMapper.shared()
        .readTree(answer.getResponse().getContentAsByteArray())
        .path("version")
        .asInt();
  }

  private MvcTestResult get(String path) {
    return edge.get(path, edge.key(Scope.ACCOUNT_READ)).exchange();
  }

  private MvcTestResult put(String path, String body) {
    return edge.request(HttpMethod.PUT, path, edge.owner())
        .header("Content-Type", "application/json")
        .content(body)
        .exchange();
  }

  private MvcTestResult send(HttpMethod method, String path) {
    return edge.request(method, path, edge.owner()).exchange();
  }
}
