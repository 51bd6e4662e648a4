package ai.preloop.api.mcp.tools;

import ai.preloop.activities.approvals.ApprovalDetail;
import ai.preloop.activities.approvals.ApprovalDetail.Execution;
import ai.preloop.activities.approvals.ApprovalRow;
import ai.preloop.activities.approvals.ApprovalRow.Closing;
import ai.preloop.policies.quorum.Vote.Choice;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * The answer of {@code get_approval_status}, in all its shapes; a result goes in byte for byte, and
 * is never a string, since it can be large.
 */
public final class StatusAnswer {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What there usually is beside a result. */
  private static final int BESIDE = 1024;

  private final ApprovalDetail detail;
  private final ApprovalRow row;
  private final ByteArrayOutputStream out;
  private final JsonGenerator json;

  private StatusAnswer(ApprovalDetail detail) {
    byte[] result = detail.execution() == null ? null : detail.execution().result();
    this.detail = detail;
    this.row = detail.row();
    this.out = new ByteArrayOutputStream(BESIDE + (result == null ? 0 : result.length));
    this.json = JSON.createGenerator(out);
  }

  public static byte[] of(ApprovalDetail detail) {
    StatusAnswer answer = new StatusAnswer(detail);
    try (var _ = answer.json) {
      answer.write();
    }
    return answer.out.toByteArray();
  }

  /** What is said of a call that succeeded and whose result is not there, for this reason. */
  public static String succeededWithoutResult(@Nullable String reason) {
    return "The call was approved, ran and succeeded; do not make it again. Its result is not available%s"
        .formatted(reason == null ? "." : ": " + reason);
  }

  private void write() {
    json.writeStartObject();
    json.writeStringProperty("request_id", row.ref().approvalId().toString());
    switch (row.status()) {
      case PENDING -> pending();
      case APPROVED -> approved();
      case DECLINED, CANCELLED -> ended(reason());
      case EXPIRED -> ended(null);
    }
    json.writeEndObject();
  }

  private void pending() {
    json.writeStringProperty("status", "pending");
    json.writeStringProperty("tool_name", row.target().tool());
    if (row.isRelease()) {
      text("message", "The call was made; a person decides whether you get its result.");
    }
    events();
    json.writeNumberProperty("remaining_seconds", row.remaining().toSeconds());
    if (row.terms().requiredApprovals() > 1) {
      json.writeNumberProperty("required_approvals", row.terms().requiredApprovals());
    }
    if (!detail.votes().isEmpty()) {
      json.writeNumberProperty(
          "approvals_received",
          detail.votes().stream().filter(vote -> vote.choice() == Choice.APPROVE).count());
    }
  }

  private void approved() {
    if (row.isQuestion()) {
      ended(reason());
      return;
    }
    switch (row.execution()) {
      case NONE, EXECUTING -> {
        json.writeStringProperty("status", "executing");
        json.writeStringProperty("tool_name", row.target().tool());
      }
      case OUTCOME_UNKNOWN -> {
        json.writeStringProperty("status", "outcome_unknown");
        json.writeStringProperty(
            "message",
            "The call was approved. It may have been sent, and its outcome is not known. It is not sent again by itself; a person decides what happens next. Do not make the call again.");
        text("detail", error());
      }
      case SUCCEEDED -> finished(null);
      case FAILED -> finished(error() == null ? "The call failed." : error());
    }
  }

  private void finished(@Nullable String error) {
    if (detail.isLeftOut()) {
      later();
      return;
    }
    json.writeStringProperty("status", "approved");
    json.writeStringProperty("tool_name", row.target().tool());
    text("tool_execution_error", error);
    Execution execution = detail.execution();
    byte[] result = execution == null ? null : execution.result();
    if (result != null) {
      json.writeName("tool_result");
      json.writeRawValue("");
      json.flush();
      out.writeBytes(result);
    } else if (error == null) {
      text("note", succeededWithoutResult(error()));
    }
  }

  /** Whoever polls goes on as long as this is the status. */
  private void later() {
    json.writeStringProperty("status", "executing");
    json.writeStringProperty("tool_name", row.target().tool());
    json.writeStringProperty(
        "message",
        "The call has ended. Its result is large, and other large results have all the memory that there is for them: ask for it again in a moment. Do not make the call again.");
  }

  private void ended(@Nullable String reason) {
    json.writeStringProperty("status", row.status().column());
    json.writeStringProperty("tool_name", row.target().tool());
    text("reason", reason);
    if (row.isRelease()) {
      text(
          "message",
          "The tool did run, and its result is withheld from you. Do not make the call again.");
    }
  }

  private String reason() {
    Closing closing = row.closing();
    if (closing == null) {
      return "";
    }
    String comment = closing.comment();
    String by = "%s by %s".formatted(row.status().column(), closing.by());
    return comment == null || comment.isBlank() ? by : by + ": " + comment;
  }

  private @Nullable String error() {
    Execution execution = detail.execution();
    return execution == null ? null : execution.error();
  }

  private void events() {
    json.writeArrayPropertyStart("events");
    for (ApprovalDetail.Event event : detail.events()) {
      json.writeStartObject();
      json.writeStringProperty("timestamp", event.at().toString());
      json.writeStringProperty("type", event.type());
      text("detail", event.detail() == null ? "" : event.detail());
      text("comment", event.comment());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void text(String name, @Nullable String value) {
    if (value != null) {
      json.writeStringProperty(name, value);
    }
  }
}
