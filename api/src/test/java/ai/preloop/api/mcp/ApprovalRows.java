package ai.preloop.api.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.approvals.ApprovalRow;
import ai.preloop.activities.approvals.ApprovalRow.Caller;
import ai.preloop.activities.approvals.ApprovalRow.Closing;
import ai.preloop.activities.approvals.ApprovalRow.Content;
import ai.preloop.activities.approvals.ApprovalRow.Grounds;
import ai.preloop.activities.approvals.ApprovalRow.Target;
import ai.preloop.activities.approvals.Terms;
import ai.preloop.workflows.approvals.ApprovalRef;
import ai.preloop.workflows.approvals.ApprovalStatus;
import ai.preloop.workflows.approvals.ExecutionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Requests as their rows might have them. */
final class ApprovalRows {

  private static final Instant OPENED = Instant.parse("2026-11-20T10:00:00Z");

  private ApprovalRows() {}

  /** One of a call that was approved, and what its execution came to. */
  static ApprovalRow approved(ExecutionStatus execution) {
    return row(
        ApprovalStatus.APPROVED,
        execution,
        new Target(
            UUID.randomUUID(),
            "shop",
            "https://shop.test/mcp",
            "tools/call",
            "refund",
            new byte[0],
            false));
  }

  /** One that calls nothing. */
  static ApprovalRow question(ApprovalStatus status) {
    return row(
        status,
        ExecutionStatus.NONE,
        new Target(null, "preloop", "", "tools/call", "request_approval", new byte[0], false));
  }

  private static ApprovalRow row(ApprovalStatus status, ExecutionStatus execution, Target target) {
    return new ApprovalRow(
        new ApprovalRef(UUID.randomUUID(), UUID.randomUUID()),
        status,
        execution,
        1,
        target,
        new Caller("api_key", UUID.randomUUID(), "claude", null, null, null, UUID.randomUUID(), 0),
        new Content("{}".getBytes(UTF_8), new byte[0], null, ApprovalRow.Content.Presence.WHOLE),
        new Terms(1, List.of(), Map.of(), List.of()),
        new Grounds(1, "[]"),
        OPENED,
        OPENED.plusSeconds(300),
        null,
        null,
        new Closing(OPENED.plusSeconds(60), "ana", null),
        null,
        OPENED.plusSeconds(90),
        ApprovalRow.Kind.CALL);
  }
}
