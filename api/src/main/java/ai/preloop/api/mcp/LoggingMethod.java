package ai.preloop.api.mcp;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.offers.LogLevels;
import ai.preloop.api.mcp.McpMethods.Context;
import org.springframework.stereotype.Component;

/** {@code logging/setLevel}: told to every server that logs. */
@Component
final class LoggingMethod implements McpMethod {

  private final LogLevels levels;
  private final ToolCalling calling;
  private final ClientRequests requests;

  LoggingMethod(LogLevels levels, ToolCalling calling, ClientRequests requests) {
    this.levels = levels;
    this.calling = calling;
    this.requests = requests;
  }

  @Override
  public String name() {
    return "logging/setLevel";
  }

  /** There each request says for itself what it wants to hear. */
  @Override
  public boolean isStateless() {
    return false;
  }

  @Override
  public McpAnswer answer(Context context, Envelope message) {
    JsonSlice params = message.params();
    JsonSlice level = params == null ? null : params.member("level");
    String said = level == null ? null : level.text();
    if (said == null || !ServerVoice.LEVELS.contains(said)) {
      return RpcAnswer.error(
          200,
          message.id(),
          RpcAnswer.INVALID_PARAMS,
          "params.level is one of " + String.join(", ", ServerVoice.LEVELS) + ".");
    }
    requests.setLogLevel(context.session(), said);
    return calling.answer(context, message, levels.set(calling.callOf(context, message, "")));
  }
}
