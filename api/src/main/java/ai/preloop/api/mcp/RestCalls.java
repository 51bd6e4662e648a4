package ai.preloop.api.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.approvals.ApprovalRow;
import ai.preloop.activities.tools.ToolAnswer;
import ai.preloop.activities.tools.ToolAnswer.Pending;
import ai.preloop.activities.tools.ToolCall;
import ai.preloop.api.mcp.tools.BuiltinTool;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.approvals.ApprovalStatus;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.util.RawValue;

/** Calls over REST: the same as over MCP, told as an HTTP client expects it. */
@Component
final class RestCalls {

  private final NamedTools tools;
  private final ToolResults results;
  private final HeldAnswers held;

  RestCalls(NamedTools tools, ToolResults results, HeldAnswers held) {
    this.tools = tools;
    this.results = results;
    this.held = held;
  }

  /** What a call came to. */
  sealed interface Ending {}

  /** The tool's own result, or of one of ours. */
  record Result(byte[] result, Runnable afterwards) implements Ending {}

  /** No result, and why; {@code mayHaveRun} unless it is certain that nothing was done. */
  record Failure(ProblemException problem, boolean mayHaveRun) implements Ending {}

  /** A person is asked. */
  record Waiting(Pending pending) implements Ending {}

  Ending call(ToolCall call) {
    return switch (tools.call(call)) {
      case BuiltinTool.Answer own -> new Result(results.own(own), own.afterwards());
      case BuiltinTool.Judged(ToolAnswer answer) -> ending(answer);
    };
  }

  private static Ending ending(ToolAnswer answer) {
    return switch (answer) {
      case ToolAnswer.Result(var result) -> new Result(result.toBytes(), () -> {});
      case ToolAnswer.InputRequired _ ->
          new Failure(
              new ProblemException(
                  ProblemType.UPSTREAM_FAILED,
                  "The server asks its client for more, which a request cannot give."),
              true);
      case ToolAnswer.RpcError(var error) -> new Failure(rpcError(error.toString()), true);
      case ToolAnswer.Refused(String sentence) ->
          new Failure(new ProblemException(ProblemType.CALL_REFUSED, sentence), false);
      case ToolAnswer.Failed(ProblemType type, String sentence, boolean mayHaveRun) ->
          new Failure(new ProblemException(type, sentence), mayHaveRun);
      case Pending pending -> new Waiting(pending);
      case ToolAnswer.Unknown(String name) ->
          new Failure(new ProblemException(ProblemType.NOT_FOUND, "Unknown tool: " + name), false);
    };
  }

  private static ProblemException rpcError(String error) {
    return new ProblemException(
        ProblemType.UPSTREAM_FAILED,
        "The server answered with a protocol error.",
        Map.of("error", new RawValue(error)));
  }

  /** The end of a call that waited, where there is one, and what says that it waits otherwise. */
  RestAnswer answer(ToolCall call, Pending pending) {
    ApprovalRow row = pending.approval();
    Optional<Told> told =
        row.status() == ApprovalStatus.PENDING
            ? Optional.empty()
            : held.look(call.principal(), pending);
    return told.map(end -> answer(pending, end))
        .orElseGet(
            () -> RestAnswer.waiting(results.waiting(row).getBytes(UTF_8), row.ref().approvalId()));
  }

  private RestAnswer answer(Pending pending, Told told) {
    ProblemException problem = told.problem();
    if (problem != null) {
      held.told(pending, told);
      throw problem;
    }
    return RestAnswer.result(told.result(), () -> held.told(pending, told));
  }
}
