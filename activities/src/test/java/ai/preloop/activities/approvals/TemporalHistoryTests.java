package ai.preloop.activities.approvals;

import static ai.preloop.activities.approvals.ApprovalsAccount.APPROVE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.workflows.approvals.ApprovalStatus;
import ai.preloop.workflows.identity.Ids;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributeKey;
import org.junit.jupiter.api.Test;

class TemporalHistoryTests {

  private final ApprovalsHarness harness = ApprovalsHarness.shared();
  private final ApprovalsAccount account = harness.account();
  private final ApprovalRow row = account.open();

  @Test
  void hasNoArgumentCommentJustificationResultOrSecret() {
    Links.Link link = harness.bean(Links.class).create(account.ana, row.ref().approvalId());
    decideAndEnd();

    String history = history();

    assertThat(history)
        .contains(row.ref().approvalId().toString(), "shop.refund")
        .doesNotContain(
            "argument-marker",
            "justification-marker",
            "comment-marker",
            "result-marker",
            link.url().getQuery());
  }

  @Test
  void tellsAnOperatorWhatItIsAbout() {
    WorkflowExecutionDescription waiting = stub().describe();

    assertThat(waiting.getStaticSummary()).isEqualTo("shop.refund for claude, rule 2");
    assertThat(attribute("PreloopAccount")).isEqualTo(account.id.toString());
    assertThat(attribute("PreloopTool")).isEqualTo("shop.refund");
    assertThat(attribute("PreloopStatus")).isEqualTo(ApprovalStatus.PENDING.column());

    decideAndEnd();

    assertThat(attribute("PreloopStatus")).isEqualTo("succeeded");
  }

  @Test
  void takesNamesThatAreLongOrStrange() {
    ApprovalRow.Target strange =
        new ApprovalRow.Target(
            Ids.next(),
            "shöp\"\u0007",
            "https://shop.test",
            "tools/call",
            "x".repeat(2000),
            new byte[] {1},
            false);
    Approvals.Asked asked = account.asked();
    ApprovalRow odd =
        account.open(
            new Approvals.Asked(
                asked.account(),
                asked.caller(),
                strange,
                asked.arguments(),
                asked.justification(),
                asked.workflows(),
                asked.grounds()));

    harness.bean(Decisions.class).vote(account.ana, odd.ref().approvalId(), APPROVE);

    assertThat(account.untilOver(odd).execution().column()).isEqualTo("succeeded");
  }

  private void decideAndEnd() {
    harness.bean(Decisions.class).vote(account.ana, row.ref().approvalId(), APPROVE);
    stub().getResult(Object.class);
  }

  private WorkflowStub stub() {
    return harness.client.newUntypedWorkflowStub(row.ref().workflowId());
  }

  private String attribute(String name) {
    return stub().describe().getTypedSearchAttributes().get(SearchAttributeKey.forKeyword(name));
  }

  private String history() {
    return new String(
        harness.client.fetchHistory(row.ref().workflowId()).getHistory().toByteArray(), ISO_8859_1);
  }
}
