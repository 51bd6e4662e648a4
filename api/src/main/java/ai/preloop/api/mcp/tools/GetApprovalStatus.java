package ai.preloop.api.mcp.tools;

import ai.preloop.activities.approvals.ApprovalDetail;
import ai.preloop.activities.approvals.ApprovalReading;
import ai.preloop.activities.approvals.Attendance;
import ai.preloop.activities.database.BestEffort;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.tools.ToolCall;
import ai.preloop.workflows.approvals.ApprovalRef;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Tells an agent what became of a call that waits for a person, as often as it asks. */
@Component
public final class GetApprovalStatus implements BuiltinTool {

  public static final String NAME = "get_approval_status";

  private static final String DEFINITION =
      """
      {"name":"get_approval_status",\
      "title":"Get approval status",\
      "description":"Says what became of a tool call that waits for a person's approval. Call it with the request_id of the pending_approval answer, about every poll_interval_seconds, until the status is neither pending nor executing. Once approved, the call has been run and its result is in tool_result; do not make the call again. An approved request_approval has run nothing: you may go ahead yourself.",\
      "inputSchema":{"type":"object","properties":{"request_id":{"type":"string","description":"The request_id of the pending_approval answer."}},"required":["request_id"],"additionalProperties":false},\
      "annotations":{"readOnlyHint":true,"destructiveHint":false,"idempotentHint":true,"openWorldHint":false}}\
      """;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ApprovalReading approvals;
  private final Attendance attendance;

  GetApprovalStatus(ApprovalReading approvals, Attendance attendance) {
    this.approvals = approvals;
    this.attendance = attendance;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String definition() {
    return DEFINITION;
  }

  @Override
  public Outcome call(ToolCall call) {
    JsonSlice arguments = call.envelope().arguments();
    JsonSlice member = arguments == null ? null : arguments.member("request_id");
    String text = member == null ? null : member.text();
    UUID id = text == null ? null : parse(text);
    if (id == null) {
      return error("request_id is not the id of an approval request.");
    }
    return find(call.principal(), id)
        .map(this::told)
        .orElseGet(() -> error("There is no approval request of yours with this id."));
  }

  /** The same answer for an id that is unknown and one that is somebody else's. */
  private Optional<ApprovalDetail> find(Principal principal, UUID id) {
    return approvals.outline(principal, id).map(approvals::withResult);
  }

  /** What has ended is told with this answer; what has not is wanted by one who polls. */
  private Answer told(ApprovalDetail detail) {
    ApprovalRef ref = detail.row().ref();
    byte[] answer = StatusAnswer.of(detail);
    if (!detail.row().isLive() && !detail.isLeftOut()) {
      return new Answer(answer, false, () -> noted(ref, attendance::delivered));
    }
    noted(ref, attendance::polled);
    return new Answer(answer, false);
  }

  private static void noted(ApprovalRef ref, Consumer<ApprovalRef> note) {
    BestEffort.did("A poll of " + ref.workflowId(), () -> note.accept(ref));
  }

  private static @Nullable UUID parse(String text) {
    try {
      UUID id = UUID.fromString(text);
      return id.toString().equalsIgnoreCase(text) ? id : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static Answer error(String sentence) {
    return new Answer(JSON.writeValueAsBytes(Map.of("error", sentence)), true);
  }
}
