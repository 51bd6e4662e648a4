package ai.preloop.activities.offers;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.activities.servers.Catalogs;
import ai.preloop.activities.tools.ToolAnswer;
import ai.preloop.activities.tools.ToolCall;
import ai.preloop.activities.tools.ToolCalls;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Tells servers how much a client wants to hear of their logs. */
public final class LogLevels {

  private static final ToolAnswer DONE =
      new ToolAnswer.Result(JsonSlice.of("{}".getBytes(StandardCharsets.UTF_8)));

  private final Catalogs catalogs;
  private final ToolCalls calls;

  LogLevels(Catalogs catalogs, ToolCalls calls) {
    this.catalogs = catalogs;
    this.calls = calls;
  }

  /** Passes the message on to each server that logs; the first that does not take it says why. */
  public ToolAnswer set(ToolCall call) {
    List<Server> servers =
        catalogs.of(call.principal().account()).servers().stream()
            .filter(server -> server.introduction().offers("logging"))
            .toList();
    return Conversations.each(servers, server -> told(call, server)).stream()
        .filter(answer -> !(answer instanceof ToolAnswer.Result))
        .findFirst()
        .orElse(DONE);
  }

  private ToolAnswer told(ToolCall call, Server server) {
    return calls.pass(call, server, call.envelope()::toUpstream);
  }
}
