package ai.preloop.activities.tools;

import ai.preloop.activities.approvals.ApprovalRow;
import ai.preloop.activities.approvals.ApprovedCallTarget;
import ai.preloop.activities.approvals.ApprovedCallTarget.Sent.Answered;
import ai.preloop.activities.approvals.ApprovedCallTarget.Sent.Failed;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.database.Storable;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Principals;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.mcp.UpstreamAnswer;
import ai.preloop.activities.policies.ActivePolicies;
import ai.preloop.activities.policies.ActivePolicy;
import ai.preloop.activities.servers.Catalog.Tool;
import ai.preloop.activities.servers.Catalogs;
import ai.preloop.activities.servers.UpstreamCalls;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.redaction.Redaction;
import ai.preloop.policies.verdicts.Call;
import ai.preloop.policies.verdicts.Verdict.Deny;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Sends approved calls, if they still lead where the approver saw them lead. */
final class ApprovedToolCalls implements ApprovedCallTarget {

  private static final int LONGEST_MESSAGE = 1_000;

  private final Principals principals;
  private final Catalogs catalogs;
  private final ActivePolicies policies;
  private final UpstreamCalls upstream;
  private final Revisions revisions;
  private final InstantSource clock;

  ApprovedToolCalls(
      Principals principals,
      Catalogs catalogs,
      ActivePolicies policies,
      UpstreamCalls upstream,
      Revisions revisions,
      InstantSource clock) {
    this.principals = principals;
    this.catalogs = catalogs;
    this.policies = policies;
    this.upstream = upstream;
    this.revisions = revisions;
    this.clock = clock;
  }

  @Override
  public @Nullable String refusal(ApprovalRow row) {
    try {
      revisions.requireConfirmed(row.account());
      ActivePolicy policy = policies.require(row.account());
      Optional<Tool> tool = tool(row);
      return tool.isEmpty() ? "The tool is not there any more." : refusal(row, tool.get(), policy);
    } catch (ProblemException e) {
      return e.detail();
    }
  }

  private @Nullable String refusal(ApprovalRow row, Tool tool, ActivePolicy policy) {
    Optional<Principal> subject =
        principals.inStanding(row.account(), row.caller().type(), row.caller().id());
    if (subject.isEmpty()) {
      return "The credential %s that asked for it is not valid any more."
          .formatted(row.caller().name());
    }
    String approved = HexFormat.of().formatHex(row.target().definitionHash());
    if (!tool.definition().sha256().equals(approved)) {
      return "The tool's definition is not the one that was approved.";
    }
    if (!tool.server().address().url().toString().equals(row.target().url())) {
      return "The server's address is not the one that was approved.";
    }
    return policy.compiled().judge(call(row, tool, policy, subject.get())) instanceof Deny deny
        ? "The policy of now denies it: " + deny.message()
        : null;
  }

  @Override
  public Sent send(ApprovalRow row, BooleanSupplier held) {
    Tool tool = tool(row).orElse(null);
    if (tool == null) {
      return new Failed("Not sent: the tool is not there any more.");
    }
    UpstreamAnswer answer =
        upstream.call(
            new UpstreamCalls.Caller(row.account(), row.caller().sessionId()),
            tool.server(),
            id -> stillRight(row, tool, held, id));
    return switch (answer) {
      case UpstreamAnswer.Result result ->
          new Answered(result.result().toBytes(), result.isError());
      case UpstreamAnswer.RpcError error ->
          new Failed(
              "The server refused the call: %d %s".formatted(error.code(), told(error.message())));
      case UpstreamAnswer.Unknown unknown -> new Sent.Unknown(unknown.sentence());
      case UpstreamAnswer.NotSent notSent -> new Failed("Not sent: " + notSent.sentence());
      case UpstreamAnswer.SessionLost lost -> new Failed("Not run: " + lost.sentence());
      case UpstreamAnswer.Refused refused -> new Failed("Not run: " + refused.sentence());
    };
  }

  /** The body, made at the last moment: opening a session may have taken long enough to matter. */
  private byte[] stillRight(ApprovalRow row, Tool tool, BooleanSupplier held, long id) {
    String refusal = held.getAsBoolean() ? refusal(row) : "the claim was given up meanwhile.";
    if (refusal != null) {
      throw new ProblemException(ProblemType.CONFLICT, refusal);
    }
    return Envelope.toolCall(id, tool.name(), row.content().arguments());
  }

  private Optional<Tool> tool(ApprovalRow row) {
    return Optional.ofNullable(row.target().serverId())
        .flatMap(id -> catalogs.of(row.account()).tool(id, row.target().tool()));
  }

  private Call call(ApprovalRow row, Tool tool, ActivePolicy policy, Principal subject) {
    return new Call(
        Callers.of(subject, row.caller().sessionId()),
        VisibleTools.called(tool),
        () -> row.content().arguments(),
        Objects.requireNonNullElse(row.content().justification(), ""),
        clock.instant(),
        policy.frozen());
  }

  /** A server's words, which may be anything, as a row and the ledger may have them. */
  private static @Nullable String told(String message) {
    return Storable.shortened(Redaction.redactText(message), LONGEST_MESSAGE);
  }
}
