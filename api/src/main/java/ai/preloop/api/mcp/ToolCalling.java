package ai.preloop.api.mcp;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.sessions.McpSession;
import ai.preloop.activities.tools.ToolAnswer;
import ai.preloop.activities.tools.ToolCall;
import ai.preloop.activities.tools.ToolCalls;
import ai.preloop.api.mcp.tools.BuiltinTool;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** {@code tools/call}: Preloop's own tools answer here, all others go through the policy. */
@Component
final class ToolCalling {

  private final ToolCalls calls;
  private final List<BuiltinTool> builtins;
  private final ToolResults results;

  ToolCalling(ToolCalls calls, List<BuiltinTool> builtins, ToolResults results) {
    this.calls = calls;
    this.builtins = List.copyOf(builtins);
    this.results = results;
  }

  RpcAnswer call(Principal principal, McpSession session, Envelope message) {
    String name = message.name();
    if (name == null) {
      return RpcAnswer.error(
          200, message.id(), RpcAnswer.INVALID_PARAMS, "params.name names no tool.");
    }
    Optional<BuiltinTool> own =
        builtins.stream().filter(tool -> tool.name().equals(name)).findFirst();
    return own.isPresent()
        ? RpcAnswer.result(
            message.id(), results.own(own.get().call(principal, message.arguments())))
        : answer(message, calls.call(ToolCall.of(principal, session, message, name)));
  }

  private RpcAnswer answer(Envelope message, ToolAnswer answer) {
    return switch (answer) {
      case ToolAnswer.Result(var result) -> RpcAnswer.result(message.id(), result);
      case ToolAnswer.RpcError(var error) -> RpcAnswer.error(message.id(), error);
      case ToolAnswer.Refused(String sentence) ->
          RpcAnswer.result(message.id(), results.refused(sentence));
      case ToolAnswer.Pending pending -> RpcAnswer.result(message.id(), results.pending(pending));
      case ToolAnswer.Unknown(String name) ->
          RpcAnswer.error(200, message.id(), RpcAnswer.INVALID_PARAMS, "Unknown tool: " + name);
    };
  }
}
