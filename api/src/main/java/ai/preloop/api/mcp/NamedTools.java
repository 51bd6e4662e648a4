package ai.preloop.api.mcp;

import ai.preloop.activities.tools.ToolCall;
import ai.preloop.activities.tools.ToolCalls;
import ai.preloop.api.mcp.tools.BuiltinTool;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What is called by name: Preloop's own tools answer here, all others go through the policy. */
@Component
final class NamedTools {

  private final ToolCalls calls;
  private final List<BuiltinTool> builtins;

  NamedTools(ToolCalls calls, List<BuiltinTool> builtins) {
    this.calls = calls;
    this.builtins = List.copyOf(builtins);
  }

  BuiltinTool.Outcome call(ToolCall call) {
    Optional<BuiltinTool> own =
        builtins.stream().filter(tool -> tool.name().equals(call.name())).findFirst();
    return own.isPresent()
        ? calls.counted(call, () -> own.get().call(call), BuiltinTool.Judged::new)
        : new BuiltinTool.Judged(calls.call(call));
  }
}
