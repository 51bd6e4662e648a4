package ai.preloop.api.mcp;

import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.switches.AccountSwitches;
import ai.preloop.api.mcp.McpMethods.Context;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The methods that have nothing to do with the session itself, by their names. */
@Component
final class OtherMethods {

  private final Map<String, McpMethod> byName;
  private final AccountSwitches switches;

  OtherMethods(List<McpMethod> methods, AccountSwitches switches) {
    this.switches = switches;
    this.byName = methods.stream().collect(Collectors.toMap(McpMethod::name, Function.identity()));
  }

  /** The method's answer, or the one for what is not offered here or in this revision. */
  McpAnswer answer(Context context, Envelope message) {
    McpMethod method = byName.get(message.method());
    boolean stateless = context.session().isStateless();
    boolean isThere =
        method != null
            && switches.allows(context.principal().account(), message.method())
            && (context.endpoint().isWhole() || method.isOfVirtualServers())
            && (stateless ? method.isStateless() : method.isOfSessions());
    return method == null || !isThere
        ? McpMethods.notOffered(stateless ? 404 : 200, message)
        : method.answer(context, message);
  }
}
