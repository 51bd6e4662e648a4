package ai.preloop.api.mcp;

import ai.preloop.activities.approvals.Addresses;
import ai.preloop.activities.approvals.ApprovalDetail;
import ai.preloop.activities.approvals.ApprovalRow;
import ai.preloop.activities.approvals.ApprovalRow.Closing;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.workflows.approvals.ApprovalStatus;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** A request as its task is told of (SEP 2663, Tasks). */
@Component
final class TaskWords {

  /** As long as results are kept. */
  private static final Duration KEPT = Duration.ofDays(30);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Addresses addresses;

  TaskWords(Addresses addresses) {
    this.addresses = addresses;
  }

  Map<String, Object> created(ApprovalRow row) {
    return task("task", row, "working", row.createdAt());
  }

  /** How far it is, with its result where it has one. */
  byte[] told(Tasks.State state) {
    Told told = state.told();
    return told == null
        ? told(state.detail(), state.isCancelled() ? "cancelled" : "working")
        : completed(state.detail(), told);
  }

  /** As it is made in a session (MCP 2025-11-25, Tasks). */
  Map<String, Object> createdInSession(ApprovalRow row) {
    return Map.of("task", inSession(row, "working", row.createdAt()));
  }

  /** How far it is, in a session, whose client asks for the result of its own. */
  Map<String, Object> inSession(Tasks.State state) {
    return inSession(state.detail().row(), status(state), last(state.detail()));
  }

  private static String status(Tasks.State state) {
    Told told = state.told();
    if (told == null) {
      return state.isCancelled() ? "cancelled" : "working";
    }
    JsonSlice isError = JsonSlice.of(told.result()).member("isError");
    return isError != null && isError.isTrue() ? "failed" : "completed";
  }

  private byte[] told(ApprovalDetail detail, String status) {
    return JSON.writeValueAsBytes(task("complete", detail.row(), status, last(detail)));
  }

  /** With the result, byte for byte, as the call itself would have had it. */
  private byte[] completed(ApprovalDetail detail, Told told) {
    byte[] task = told(detail, "completed");
    byte[] result = CompleteResult.of(JsonSlice.of(told.result()));
    ByteArrayOutputStream whole = new ByteArrayOutputStream(task.length + result.length + 16);
    whole.write(task, 0, task.length - 1);
    whole.writeBytes(",\"result\":".getBytes(StandardCharsets.UTF_8));
    whole.writeBytes(result);
    whole.write('}');
    return whole.toByteArray();
  }

  private Map<String, Object> task(String type, ApprovalRow row, String status, Instant updated) {
    Map<String, Object> task = new LinkedHashMap<>();
    task.put("resultType", type);
    task.putAll(task(row, status, updated));
    task.put("ttlMs", kept(row).toMillis());
    task.put("pollIntervalMs", ToolResults.pollEvery(row).toMillis());
    return task;
  }

  private Map<String, Object> inSession(ApprovalRow row, String status, Instant updated) {
    Map<String, Object> task = task(row, status, updated);
    task.put("ttl", kept(row).toMillis());
    task.put("pollInterval", ToolResults.pollEvery(row).toMillis());
    return task;
  }

  private Map<String, Object> task(ApprovalRow row, String status, Instant updated) {
    Map<String, Object> task = new LinkedHashMap<>();
    task.put("taskId", row.ref().approvalId().toString());
    task.put("status", status);
    task.put("statusMessage", message(row));
    task.put("createdAt", row.createdAt().toString());
    task.put("lastUpdatedAt", updated.toString());
    return task;
  }

  private static Duration kept(ApprovalRow row) {
    return Duration.between(row.createdAt(), row.deadline()).plus(KEPT);
  }

  private String message(ApprovalRow row) {
    Closing closing = row.closing();
    if (row.status() == ApprovalStatus.PENDING) {
      return "Waits for a person, who can sign in and decide at %s"
          .formatted(addresses.approval(row.ref().approvalId()));
    }
    return closing == null
        ? row.status().column()
        : "%s by %s".formatted(row.status().column(), closing.by());
  }

  private static Instant last(ApprovalDetail detail) {
    return detail.events().isEmpty() ? detail.row().createdAt() : detail.events().getLast().at();
  }
}
