package ai.preloop.activities.tools;

import ai.preloop.activities.approvals.ApprovalRow;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.policies.problems.ProblemType;

/** What an agent is told of its call. */
public sealed interface ToolAnswer {

  /** The server's own result, to be passed on as it is. */
  record Result(JsonSlice result) implements ToolAnswer {}

  /** What the server asks of a client that takes it as a result, and asks again with it. */
  record InputRequired(JsonSlice result) implements ToolAnswer {}

  /** The server's own protocol error, to be passed on as it is. */
  record RpcError(JsonSlice error) implements ToolAnswer {}

  /** The policy refuses it, with a sentence that the agent can act on. */
  record Refused(String sentence) implements ToolAnswer {}

  /** It could not be done, and why; {@code mayHaveRun} when that is not known. */
  record Failed(ProblemType type, String sentence, boolean mayHaveRun) implements ToolAnswer {}

  /** A person is asked. */
  record Pending(ApprovalRow approval, boolean hasOutputSchema) implements ToolAnswer {}

  /** No tool of that name is there for this caller. */
  record Unknown(String name) implements ToolAnswer {}
}
