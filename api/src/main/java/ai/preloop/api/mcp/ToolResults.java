package ai.preloop.api.mcp;

import ai.preloop.activities.approvals.Addresses;
import ai.preloop.activities.approvals.ApprovalRow;
import ai.preloop.activities.notifications.Channel;
import ai.preloop.activities.tools.ToolAnswer.Pending;
import ai.preloop.api.mcp.tools.BuiltinTool;
import ai.preloop.policies.problems.ProblemException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Tool results of Preloop's own making. */
@Component
final class ToolResults {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Addresses addresses;
  private final List<String> channels;

  ToolResults(Addresses addresses, List<Channel> channels) {
    this.addresses = addresses;
    this.channels = channels.stream().map(Channel::name).toList();
  }

  /** An object, as text for people and models and as structured content for programs. */
  byte[] own(BuiltinTool.Answer answer) {
    return OwnResult.of(answer.json(), answer.isError());
  }

  /**
   * A sentence in place of a result, which tells of no failure. A client would refuse structured
   * content that breaks the tool's output schema, and text without any, so for such a tool this
   * goes out as an error that says it is none.
   */
  byte[] notice(String sentence, boolean hasOutputSchema) {
    return hasOutputSchema ? result("Nothing failed: " + sentence, true) : result(sentence, false);
  }

  byte[] refused(String sentence) {
    return result(sentence, true);
  }

  /** The same as what a call is told; {@code isWhole} when nothing more will ever be known. */
  Told told(ProblemException problem, boolean isWhole) {
    return new Told(refused(problem.detail()), problem.detail(), problem, isWhole);
  }

  /** The call, or the question, waits. */
  Told pending(Pending pending) {
    String json = waiting(pending.approval());
    String what = pending.approval().isRelease() ? "that you get the result of this" : "this first";
    String sentence = "A person must approve %s. %s".formatted(what, json);
    return new Told(pending(pending, json), sentence, null, false);
  }

  private byte[] pending(Pending pending, String json) {
    return pending.hasOutputSchema()
        ? notice(
            "the call waits for a person. Poll get_approval_status with the request_id. " + json,
            true)
        : OwnResult.of(json.getBytes(StandardCharsets.UTF_8), false);
  }

  /** The object that says that a call waits. */
  String waiting(ApprovalRow row) {
    return JSON.writeValueAsString(content(row));
  }

  private Map<String, Object> content(ApprovalRow row) {
    long timeout = row.terms().timeout().toSeconds();
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("status", "pending_approval");
    content.put("request_id", row.ref().approvalId().toString());
    content.put("message", message(row));
    content.put("poll_interval_seconds", pollEvery(row).toSeconds());
    content.put("timeout_seconds", timeout);
    content.put("channels", channels);
    content.put("approvers", row.terms().approvers());
    content.put("approval_console_url", addresses.approval(row.ref().approvalId()).toString());
    return content;
  }

  /** How often it is worth asking what became of it. */
  static Duration pollEvery(ApprovalRow row) {
    return Duration.ofSeconds(Math.clamp(row.terms().timeout().toSeconds() / 20, 5, 15));
  }

  private static String message(ApprovalRow row) {
    if (row.isRelease()) {
      return "The call of %s was made, and a person decides whether you get its result. Do not repeat it: poll get_approval_status with this request_id; once approved the result is there."
          .formatted(row.target().tool());
    }
    return row.isQuestion()
        ? "A person is asked. Do not go ahead, and do not ask again: poll get_approval_status with this request_id; once it says approved you may go ahead yourself, since Preloop runs nothing."
        : "A person must approve this call of %s before it runs. Do not repeat it: poll get_approval_status with this request_id; once approved it runs by itself and the result is there."
            .formatted(row.target().tool());
  }

  private static byte[] result(String text, boolean isError) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeArrayPropertyStart("content");
      json.writeStartObject();
      json.writeStringProperty("type", "text");
      json.writeStringProperty("text", text);
      json.writeEndObject();
      json.writeEndArray();
      json.writeBooleanProperty("isError", isError);
      json.writeEndObject();
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }
}
