package ai.preloop.api.mcp;

import ai.preloop.activities.mcp.Envelope;
import ai.preloop.api.mcp.McpMethods.Context;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The methods that are not of tools, by their names; a virtual server has none of them. */
@Component
final class OtherMethods {

  private final Map<String, McpMethod> byName;

  OtherMethods(List<McpMethod> methods) {
    this.byName = methods.stream().collect(Collectors.toMap(McpMethod::name, Function.identity()));
  }

  /** Whether revision 2026-07-28 has this method, and it is offered. */
  boolean isOffered(String name) {
    McpMethod method = byName.get(name);
    return method != null && method.isStateless();
  }

  /** The method's answer, or the one for what is not offered. */
  McpAnswer answer(Context context, Envelope message) {
    McpMethod method = byName.get(message.method());
    return method == null ? McpMethods.notOffered(200, message) : method.answer(context, message);
  }
}
