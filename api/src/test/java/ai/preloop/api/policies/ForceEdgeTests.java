package ai.preloop.api.policies;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.audit.WrittenLedger;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Scope;
import ai.preloop.api.edge.Edge;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What one owner holds alone is taken by another one who means it. */
class ForceEdgeTests {

  private static final String OLD =
      """
      version: "1.0"
      metadata: { name: old } # first come
      approval_workflows:
        # asked by everybody
        - name: people
          is_default: true
        - name: others
      tools:
        - { name: bash, approval_workflow: people } # as ever
      defaults:
        on_error: deny
      """;

  private static final String NEW =
      """
      version: "1.0"
      metadata: { name: new }
      approval_workflows: [ { name: people, is_default: true, timeout_seconds: 60 } ]
      defaults: { on_error: require_approval }
      """;

  private Edge edge;
  private PolicyRequests requests;

  @BeforeEach
  void start() {
    edge = Edge.start();
    requests = new PolicyRequests(edge);
    assertThat(requests.upload(OLD)).isEqualTo(1);
  }

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void isNotTakenWithoutASign() {
    MvcTestResult refused = requests.upload(NEW, "");

    assertThat(refused).hasStatus(422);
    assertThat(refused)
        .bodyJson()
        .extractingPath("findings[?(@.code == 'claim.held')].message")
        .asArray()
        .contains("The approval workflow `people` is held by `old`; `new` cannot claim it.");
  }

  @Test
  void isTakenOutOfTheOtherDocumentInTheSameVersion() {
    MvcTestResult taken = requests.upload(NEW, "?force=true");

    assertThat(taken).hasStatusOk();
    assertThat(taken).bodyJson().extractingPath("version").isEqualTo(2);
    assertThat(taken)
        .bodyJson()
        .extractingPath("taken[0].changes")
        .asArray()
        .containsExactly("removed approval workflow people", "removed defaults");
    assertThat(requests.inForce("old"))
        .isEqualTo(
            """
            version: "1.0"
            metadata: { name: old } # first come
            approval_workflows:
              - name: others
            tools:
              - { name: bash, approval_workflow: people } # as ever
            """);
    assertThat(requests.inForce("new")).isEqualTo(NEW);
  }

  @Test
  void isNotTakenBackByTheNextApply() {
    requests.upload(NEW, "?force=true");

    MvcTestResult refused = requests.upload(OLD, "");

    assertThat(refused).hasStatus(422);
    assertThat(refused)
        .bodyJson()
        .extractingPath("findings[?(@.code == 'claim.held')].message")
        .asArray()
        .contains(
            "The approval workflow `people` is held by `new`; `old` cannot claim it.",
            "The defaults section is held by `new`; `old` cannot claim it.");
  }

  @Test
  void isSaidBeforeItIsDone() {
    MvcTestResult diff = requests.document("/diff?force=true", edge.key(Scope.ACCOUNT_READ), NEW);

    assertThat(diff).hasStatusOk();
    assertThat(diff).bodyJson().extractingPath("taken[0].policy_name").isEqualTo("old");
    assertThat(diff)
        .bodyJson()
        .extractingPath("taken[0].entries[0].before")
        .isEqualTo("name: people\nis_default: true\n");

    assertThat(requests.upload(NEW, "?force=true&dry_run=true"))
        .bodyJson()
        .extractingPath("taken[0].policy_name")
        .isEqualTo("old");
    assertThat(requests.inForce("old")).isEqualTo(OLD);
  }

  @Test
  void isTakenOnlyByWhoMayWriteForAll() {
    MvcTestResult refused =
        requests.document("/upload?force=true", edge.key(Scope.policyWrite("new")), NEW);

    assertThat(refused).hasStatus(403);
    assertThat(refused)
        .bodyJson()
        .extractingPath("detail")
        .asString()
        .contains("policy:write for all owners");
    assertThat(requests.inForce("old")).isEqualTo(OLD);
  }

  @Test
  void isInTheLedger() {
    requests.upload(NEW, "?force=true");
    WrittenLedger.await(edge.bean(Database.class));

    String arguments =
        edge.bean(Database.class)
            .inAccount(
                edge.person().account(),
                jdbc ->
                    jdbc.sql(
                            """
                            select arguments::text from audit_records
                            where action = 'policy.applied' and policy_version = 2
                            """)
                        .query(String.class)
                        .single());
    assertThat(arguments).contains("old", "approval workflow `people`", "defaults section");
  }

  @Test
  void costsCommentsWhereItCannotBeCutOut() {
    requests.upload(
        OLD.replace("is_default: true", "approver_users: &all [owner]")
            .replace("- name: others\n", "- name: others\n    approver_users: *all\n"));

    MvcTestResult taken = requests.upload(NEW, "?force=true");

    assertThat(taken)
        .bodyJson()
        .extractingPath("taken[0].findings[*].code")
        .asArray()
        .containsExactly("document.rewritten");
    assertThat(requests.inForce("old")).contains("name: others", "- owner").doesNotContain("#");
  }
}
