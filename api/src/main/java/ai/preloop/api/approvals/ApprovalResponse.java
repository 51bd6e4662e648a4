package ai.preloop.api.approvals;

import ai.preloop.activities.approvals.ApprovalDetail;
import ai.preloop.activities.approvals.ApprovalDetail.Execution;
import ai.preloop.activities.approvals.ApprovalRow;
import ai.preloop.activities.approvals.ApprovalRow.Closing;
import ai.preloop.activities.approvals.ApprovalRow.Content.Presence;
import ai.preloop.policies.redaction.Redaction;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An approval request as people see it: about a {@code call}, a {@code question} of an agent, or
 * the {@code release} of what a tool answered, which is {@code withheldResult} for those who are
 * asked, until they decide. {@code arguments} is the JSON that will be sent, and {@code
 * argumentsText} the same to the letter; {@code digest} is its SHA-256. A list has no arguments of
 * more than 64 KiB. Whoever is not asked sees {@code arguments} without secrets and cut, and gets
 * no digest to vote with on what is not shown.
 */
@JsonInclude(Include.NON_NULL)
record ApprovalResponse(
    UUID id,
    String kind,
    String status,
    String executionStatus,
    String toolName,
    String server,
    @JsonRawValue String arguments,
    @Nullable String argumentsText,
    @Nullable String digest,
    @Nullable String justification,
    @JsonRawValue String rule,
    int policyVersion,
    String requestedBy,
    Instant createdAt,
    Instant deadline,
    int requiredApprovals,
    boolean requireReason,
    boolean canDecide,
    List<String> approvers,
    List<VoteResponse> votes,
    @Nullable String decidedBy,
    @Nullable Instant decidedAt,
    @Nullable String comment,
    @JsonRawValue @Nullable String withheldResult,
    @JsonRawValue @Nullable String result,
    @Nullable String error,
    String workflowId,
    @Nullable URI temporalUrl) {

  /** A vote, once it was cast. */
  record VoteResponse(String voter, String verdict, @Nullable String comment, Instant castAt) {}

  /** Who looks at it. */
  enum Reader {
    /** Is asked, and can still answer. */
    DECIDING,
    /** Is asked, and must know what about to the letter, afterwards too. */
    ASKED,
    OTHER
  }

  static ApprovalResponse of(ApprovalDetail detail, Reader reader) {
    ApprovalRow row = detail.row();
    boolean asked = reader != Reader.OTHER;
    boolean whole = row.content().presence() == Presence.WHOLE;
    String arguments = shown(row.content().arguments(), reader);
    String why = row.content().justification();
    Closing closing = row.closing();
    return new ApprovalResponse(
        row.ref().approvalId(),
        kind(row),
        row.status().column(),
        row.execution().column(),
        row.target().tool(),
        row.target().server(),
        whole ? arguments : "null",
        whole && asked ? arguments : null,
        asked ? HexFormat.of().formatHex(row.content().digest()) : null,
        why == null || asked ? why : Redaction.redactText(why),
        row.grounds().rules(),
        row.grounds().policyVersion(),
        row.caller().name(),
        row.createdAt(),
        row.deadline(),
        row.terms().requiredApprovals(),
        row.terms().requireReason(),
        reader == Reader.DECIDING,
        row.terms().approvers(),
        votes(detail),
        closing == null ? null : closing.by(),
        closing == null ? null : closing.at(),
        closing == null ? null : closing.comment(),
        asked ? withheld(detail) : null,
        result(detail.execution(), reader),
        detail.execution() == null ? null : detail.execution().error(),
        row.ref().workflowId(),
        detail.temporalUrl());
  }

  private static String kind(ApprovalRow row) {
    if (row.isQuestion()) {
      return "question";
    }
    return row.isRelease() ? "release" : "call";
  }

  /** Whoever is not asked gets nothing of it: that may be the agent. */
  private static @Nullable String withheld(ApprovalDetail detail) {
    byte[] result = detail.withheld();
    return result == null ? null : new String(result, StandardCharsets.UTF_8);
  }

  private static List<VoteResponse> votes(ApprovalDetail detail) {
    return detail.votes().stream()
        .map(vote ->
            new VoteResponse(
                vote.voter().name(),
                vote.choice().name().toLowerCase(Locale.ROOT),
                vote.comment(),
                vote.castAt()))
        .toList();
  }

  private static @Nullable String result(@Nullable Execution execution, Reader reader) {
    byte[] result = execution == null ? null : execution.result();
    return result == null ? null : shown(result, reader);
  }

  private static String shown(byte[] json, Reader reader) {
    return reader == Reader.OTHER
        ? Redaction.redact(json)
        : new String(json, StandardCharsets.UTF_8);
  }
}
