package ai.preloop.activities.tools;

import ai.preloop.activities.approvals.ApprovalRow;
import ai.preloop.activities.json.JsonSlice;

/** What an agent is told of its call. */
public sealed interface ToolAnswer {

  /** The server's own result, to be passed on as it is. */
  record Result(JsonSlice result) implements ToolAnswer {}

  /** The server's own protocol error, to be passed on as it is. */
  record RpcError(JsonSlice error) implements ToolAnswer {}

  /** A sentence that the agent can act on: refused by policy, or not to be had upstream. */
  record Refused(String sentence) implements ToolAnswer {}

  /** A person is asked. */
  record Pending(ApprovalRow approval, boolean hasOutputSchema) implements ToolAnswer {}

  /** No tool of that name is there for this caller. */
  record Unknown(String name) implements ToolAnswer {}
}
