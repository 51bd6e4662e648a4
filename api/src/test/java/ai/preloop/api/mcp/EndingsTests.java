package ai.preloop.api.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.approvals.Addresses;
import ai.preloop.activities.approvals.ApprovalDetail;
import ai.preloop.activities.approvals.ApprovalDetail.Execution;
import ai.preloop.activities.approvals.ApprovalRow;
import ai.preloop.api.mcp.tools.StatusAnswer;
import ai.preloop.workflows.approvals.ApprovalStatus;
import ai.preloop.workflows.approvals.ExecutionStatus;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EndingsTests {

  private final Endings endings =
      new Endings(
          new ToolResults(
              new Addresses(URI.create("https://preloop.test/"), null, "default"), List.of()));

  @Test
  void aResultGoesOutAsItCame() {
    byte[] result = "{\"content\":[]}".getBytes(UTF_8);

    assertThat(told(ExecutionStatus.SUCCEEDED, new Execution(result, null), true).result())
        .isEqualTo(result);
  }

  @Test
  void aCallThatSucceededAndHasNoResultLeftIsNotToldAsFailed() {
    Execution gone = new Execution(null, "The result was kept for 30 days and is gone.");

    JsonNode answer = json(told(ExecutionStatus.SUCCEEDED, gone, false));

    assertThat(answer.path("isError").asBoolean(true)).isFalse();
    assertThat(text(answer))
        .contains("ran and succeeded; do not make it again", "kept for 30 days and is gone");
  }

  @Test
  void whereClientsWantStructuredContentItSaysThatNothingFailed() {
    JsonNode answer = json(told(ExecutionStatus.SUCCEEDED, new Execution(null, null), true));

    assertThat(text(answer)).startsWith("Nothing failed: ").contains("ran and succeeded");
    assertThat(answer.path("isError").asBoolean(false)).isTrue();
  }

  @Test
  void aResultThatFoundNoRoomIsNotToldOf() {
    ApprovalDetail later = detail(ExecutionStatus.SUCCEEDED, new Execution(null, null, 90_000));

    JsonNode status = JsonMapper.shared().readTree(StatusAnswer.of(later));

    assertThat(endings.of(later, false)).isEmpty();
    assertThat(status.path("status").asString()).isEqualTo("executing");
    assertThat(status.path("message").asString()).contains("ask for it again in a moment");
  }

  @Test
  void aStatusHasTheResultAsItCameAndAsText() {
    String result = "{\"content\":[{\"text\":\"a \\\"b\\\" \\\\ é😀\"}],\n\t \"n\":1.50}";
    Execution execution = new Execution(result.getBytes(UTF_8), null);

    byte[] status = StatusAnswer.of(detail(ExecutionStatus.SUCCEEDED, execution));
    byte[] answer = OwnResult.of(status, false);

    assertThat(new String(status, UTF_8)).endsWith("\"tool_result\":" + result + "}");
    assertThat(new String(answer, UTF_8))
        .contains("\"structuredContent\":" + new String(status, UTF_8));
    assertThat(text(JsonMapper.shared().readTree(answer))).isEqualTo(new String(status, UTF_8));
  }

  @Test
  void aCallThatFailedIsToldWithItsReason() {
    JsonNode answer =
        json(told(ExecutionStatus.FAILED, new Execution(null, "Not sent: revoked."), false));

    assertThat(text(answer)).isEqualTo("Not sent: revoked.");
    assertThat(answer.path("isError").asBoolean(false)).isTrue();
  }

  @Test
  void ofAnUnknownOutcomeItIsNotSaidThatTheCallWasSent() {
    Told told = told(ExecutionStatus.OUTCOME_UNKNOWN, new Execution(null, null), false);

    assertThat(text(json(told))).contains("may have been sent").doesNotContain("and sent");
    assertThat(told.isWhole()).isFalse();
  }

  @Test
  void aCallThatRunsIsNotToldOf() {
    assertThat(endings.of(detail(ExecutionStatus.EXECUTING, null), false)).isEmpty();
  }

  @Test
  void ofAQuestionItIsNotSaidThatACallWasNotMade() {
    ApprovalDetail taken =
        new ApprovalDetail(
            ApprovalRows.question(ApprovalStatus.CANCELLED), List.of(), List.of(), null, null);

    assertThat(text(json(endings.of(taken, false).orElseThrow())))
        .endsWith("Do not go ahead.")
        .doesNotContain("call");
  }

  private Told told(ExecutionStatus status, Execution execution, boolean hasOutputSchema) {
    Optional<Told> told = endings.of(detail(status, execution), hasOutputSchema);
    return told.orElseThrow();
  }

  private static ApprovalDetail detail(ExecutionStatus status, @Nullable Execution execution) {
    ApprovalRow row = ApprovalRows.approved(status);
    return new ApprovalDetail(row, List.of(), List.of(), execution, null);
  }

  private static JsonNode json(Told told) {
    return JsonMapper.shared().readTree(told.result());
  }

  private static String text(JsonNode answer) {
    return answer.at("/content/0/text").asString();
  }
}
