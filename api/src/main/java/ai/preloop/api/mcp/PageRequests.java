package ai.preloop.api.mcp;

import ai.preloop.activities.approvals.Addresses;
import ai.preloop.activities.approvals.ApprovalDetail;
import ai.preloop.activities.approvals.ApprovalReading;
import ai.preloop.activities.approvals.ApprovalRow;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.MalformedMessage;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.roundtrips.RequestState;
import ai.preloop.activities.roundtrips.RequestStates;
import ai.preloop.activities.tools.ToolAnswer.Pending;
import ai.preloop.activities.tools.VisibleTools;
import ai.preloop.api.mcp.ToolCalling.Asked;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Asks a client of revision 2026-07-28 to show its user the page to decide on, and to try again
 * then (Multi Round-Trip Requests). What it answers decides nothing: the page asks for a sign-in.
 */
@Component
final class PageRequests {

  private static final String KEY = "approval";

  /** As long as the end of a call that nobody was told of is kept for its next try. */
  private static final Duration AFTERWARDS = Duration.ofMinutes(15);

  private final RequestStates states;
  private final ApprovalReading approvals;
  private final VisibleTools visible;
  private final HeldAnswers held;
  private final Addresses addresses;

  PageRequests(
      RequestStates states,
      ApprovalReading approvals,
      VisibleTools visible,
      HeldAnswers held,
      Addresses addresses) {
    this.states = states;
    this.approvals = approvals;
    this.visible = visible;
    this.held = held;
    this.addresses = addresses;
  }

  /** Asks, and counts the caller out until it comes again. */
  RpcAnswer required(Asked asked, Pending pending) {
    ApprovalRow row = pending.approval();
    held.pollsInstead(pending);
    String state =
        states.seal(
            asked.context().principal(),
            asked.cameIn(),
            new RequestState(RequestState.Kind.APPROVAL, row.ref().approvalId()),
            row.remaining().plus(AFTERWARDS));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("resultType", "input_required");
    result.put(
        "inputRequests",
        Map.of(KEY, Map.of("method", "elicitation/create", "params", page(row, addresses))));
    result.put("requestState", state);
    return RpcAnswer.result(asked.message().id(), result);
  }

  /** The page of a request, as clients are asked to show it (Elicitation, URL Mode). */
  static Map<String, Object> page(ApprovalRow row, Addresses addresses) {
    String what = what(row);
    Map<String, Object> params = new LinkedHashMap<>();
    params.put("mode", "url");
    params.put(
        "message", what + " waits for a person. Whoever may decide can sign in and decide here.");
    params.put("url", addresses.approval(row.ref().approvalId()).toString());
    return params;
  }

  private static String what(ApprovalRow row) {
    if (row.isQuestion()) {
      return "An agent's question";
    }
    return (row.isRelease() ? "The result of " : "The call of ") + row.target().qualifiedTool();
  }

  /** Whether the client's user went to the page. */
  static boolean isShown(Envelope message) {
    JsonSlice params = message.params();
    JsonSlice responses = params == null ? null : params.member("inputResponses");
    JsonSlice response = responses == null ? null : responses.member(KEY);
    return "accept".equals(action(response));
  }

  /** What a user did with what was shown; null where that is not said. */
  static @Nullable String action(@Nullable JsonSlice result) {
    JsonSlice action = result == null ? null : result.member("action");
    return action == null ? null : action.text();
  }

  /** What the call's earlier try waits for; the caller is counted in again. */
  Pending waited(Asked asked, UUID approval) {
    Principal who = asked.context().principal();
    ApprovalDetail detail =
        approvals
            .outline(who, approval)
            .orElseThrow(() ->
                new MalformedMessage(
                    MalformedMessage.Kind.INVALID_PARAMS,
                    "The approval of params.requestState is not there any more.",
                    asked.message().id()));
    Pending pending = new Pending(detail.row(), hasOutputSchema(asked, detail.row()));
    held.comesBack(pending);
    return pending;
  }

  /** A tool that is not there any more may have had one, which every client takes. */
  private boolean hasOutputSchema(Asked asked, ApprovalRow row) {
    String name = asked.message().name();
    return !row.isQuestion()
        && (name == null
            || visible
                .find(asked.context().principal(), name)
                .map(tool -> tool.definition().hasOutputSchema())
                .orElse(true));
  }
}
