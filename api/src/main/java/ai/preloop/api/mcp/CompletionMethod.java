package ai.preloop.api.mcp;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.offers.Completions;
import ai.preloop.activities.tools.ToolCall;
import ai.preloop.api.mcp.McpMethods.Context;
import org.springframework.stereotype.Component;

/** {@code completion/complete}: answered by the server whose prompt or template it is about. */
@Component
final class CompletionMethod implements McpMethod {

  private final Completions completions;
  private final ToolCalling calling;

  CompletionMethod(Completions completions, ToolCalling calling) {
    this.completions = completions;
    this.calling = calling;
  }

  @Override
  public String name() {
    return "completion/complete";
  }

  @Override
  public McpAnswer answer(Context context, Envelope message) {
    JsonSlice params = message.params();
    JsonSlice reference = params == null ? null : params.member("ref");
    ToolCall call = calling.callOf(context, message, "");
    return reference == null
        ? RpcAnswer.error(
            200, message.id(), RpcAnswer.INVALID_PARAMS, "params.ref names nothing to complete.")
        : calling.answer(context, message, completions.complete(call, reference));
  }
}
