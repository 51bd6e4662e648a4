package ai.preloop.api.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Turn;
import ai.preloop.activities.identity.Principal;
import ai.preloop.api.edge.Edge;
import ai.preloop.workflows.identity.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** A version that was is in force again, as another version. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RollbackEdgeTests {

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
  }

  @AfterAll
  void stop() {
    edge.close();
  }

  @BeforeEach
  void write() {
    first = requests.upload(ONE);
    second = requests.upload(TWO);
  }

  @Test
  void isOnlySaidWhenItIsLookedAt() {
    MvcTestResult look = back(first + "/rollback?preview_only=true");
    assertThat(look).bodyJson().extractingPath("applied").isEqualTo(false);
    assertThat(look).bodyJson().extractingPath("version").isEqualTo(second);
    assertThat(look).bodyJson().extractingPath("changes[0]").isEqualTo("changed tool bash");
    assertThat(look).bodyJson().extractingPath("unfit").asArray().isEmpty();

    assertThat(requests.send(HttpMethod.POST, "/" + first + "/rollback", "{\"preview_only\":true}"))
        .bodyJson()
        .extractingPath("applied")
        .isEqualTo(false);
  }

  @Test
  void bringsBackWhatWasThereToTheLetter() {
    assertThat(back(first + "/rollback?expected_version=" + first)).hasStatus(409);

    MvcTestResult back = back(first + "/rollback?expected_version=" + second);
    assertThat(back).bodyJson().extractingPath("applied").isEqualTo(true);
    assertThat(back).bodyJson().extractingPath("version").isEqualTo(second + 1);
    assertThat(requests.get("/" + (second + 1)))
        .bodyJson()
        .extractingPath("documents[?(@.policy_name == 'versions')].source")
        .asArray()
        .containsExactly(ONE);

    assertThat(back(first + "/rollback")).bodyJson().extractingPath("applied").isEqualTo(false);
  }

  @Test
  void saysWhoIsNotThereAnyMore() {
    person("eva");
    int asked =
        requests.upload(
            """
            version: "1.0"
            metadata: { name: versions }
            approval_workflows: [ { name: ask-eva, approver_users: [eva] } ]
            tools: [ { name: bash, approval_workflow: ask-eva } ]
            """);
    requests.upload(ONE);
    sql("update users set disabled = true where username = 'eva'");

    MvcTestResult back = back(asked + "/rollback");

    assertThat(back).bodyJson().extractingPath("applied").isEqualTo(true);
    assertThat(back)
        .bodyJson()
        .extractingPath("unfit[*].path")
        .asArray()
        .containsExactly("$.approval_workflows[0].approver_users[0]");
    assertThat(back).bodyJson().extractingPath("unfit[0].policy_name").isEqualTo("versions");
    assertThat(back).bodyJson().extractingPath("unfit[0].message").asString().contains("eva");
  }

  @Test
  void isPreparedBeforeItHasTheTurn() {
    try (var others = Executors.newVirtualThreadPerTaskExecutor()) {
      inTurn(() -> {
        Future<MvcTestResult> lost = others.submit(() -> back("999999/rollback"));
        await().until(lost::isDone);
        assertThat(lost.resultNow()).hasStatus(404);
      });
    }
  }

  @Test
  void isPreparedAnewWhenSomebodyWroteMeanwhile() throws Exception {
    try (var others = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<MvcTestResult>> both = new ArrayList<>();
      inTurn(() -> {
        both.add(others.submit(() -> requests.upload(TWO + "# and again\n", "")));
        await().until(() -> requests.waiting() == 1);
        both.add(others.submit(() -> back(first + "/rollback")));
        await().until(() -> requests.waiting() == 2);
      });

      MvcTestResult answer = both.getLast().get(20, TimeUnit.SECONDS);
      assertThat(answer).bodyJson().extractingPath("version").isEqualTo(second + 2);
      assertThat(requests.get("/" + (second + 2)))
          .bodyJson()
          .extractingPath("version.parent")
          .isEqualTo(second + 1);
    }
  }

  private void inTurn(Runnable work) {
    edge.bean(Database.class)
        .doInAccount(
            edge.person().account(),
            jdbc -> {
              Turn.await(jdbc, "policy " + edge.person().account());
              work.run();
            });
  }

  private MvcTestResult back(String path) {
    return requests.send(HttpMethod.POST, "/" + path);
  }

  private void person(String name) {
    Principal owner = edge.person();
    edge.bean(Database.class)
        .doInAccount(
            owner.account(),
            jdbc ->
                jdbc.sql(
                        """
                        insert into users (id, account_id, username, role, password_hash)
                        values (?, ?, ?, 'member', '-')
                        """)
                    .params(Ids.next(), owner.account().value(), name)
                    .update());
  }

  private void sql(String statement) {
    edge.bean(Database.class)
        .doInAccount(edge.person().account(), jdbc -> jdbc.sql(statement).update());
  }
}
