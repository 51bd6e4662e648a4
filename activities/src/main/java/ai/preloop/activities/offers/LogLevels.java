package ai.preloop.activities.offers;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.activities.servers.Catalogs;
import ai.preloop.activities.tools.ToolAnswer;
import ai.preloop.activities.tools.ToolCall;
import ai.preloop.activities.tools.ToolCalls;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells servers how much a client wants to hear of their logs. */
public final class LogLevels {

  private static final Logger LOG = LoggerFactory.getLogger(LogLevels.class);
  private static final ToolAnswer DONE =
      new ToolAnswer.Result(JsonSlice.of("{}".getBytes(StandardCharsets.UTF_8)));

  private final Catalogs catalogs;
  private final ToolCalls calls;

  LogLevels(Catalogs catalogs, ToolCalls calls) {
    this.catalogs = catalogs;
    this.calls = calls;
  }

  /** Passes the message on to each server that logs; where none takes it the first says why. */
  public ToolAnswer set(ToolCall call) {
    List<Server> servers =
        catalogs.of(call.principal().account()).servers().stream()
            .filter(server -> server.introduction().offers("logging"))
            .toList();
    return together(Conversations.each(servers, server -> told(call, server)));
  }

  private static ToolAnswer together(List<ToolAnswer> answers) {
    boolean isTaken =
        answers.isEmpty() || answers.stream().anyMatch(ToolAnswer.Result.class::isInstance);
    return isTaken ? DONE : answers.getFirst();
  }

  private ToolAnswer told(ToolCall call, Server server) {
    ToolAnswer answer = calls.pass(call, server, call.envelope()::toUpstream);
    if (!(answer instanceof ToolAnswer.Result)) {
      LOG.debug("The server {} did not take the log level: {}", server.name(), answer);
    }
    return answer;
  }
}
