package ai.preloop.cli.commands.tools;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.client.Server.Answer;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.terminal.Text;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.time.Duration;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** One call, however often it is sent: all of them have one key. */
final class ToolRequest {

  private static final int WAITS = 202;

  private final Server server;
  private final String path;
  private final JsonNode body;
  private final String key = UUID.randomUUID().toString();

  ToolRequest(Server server, String tool, JsonNode body) {
    this.server = server;
    this.path = "/mcp/" + Server.segment(tool);
    this.body = body;
  }

  Answer send() {
    return server.postOnce(path, body, key);
  }

  /** Asks what came of it until it has an end; a Preloop that is away is waited for. */
  Answer await(Invocation invocation, Answer first) throws InterruptedException {
    Answer answer = first;
    while (answer.status() == WAITS) {
      invocation.shell().pause().of(interval(answer.body()));
      try {
        answer = send();
      } catch (ProblemException e) {
        if (e.type() != ProblemType.UNAVAILABLE) {
          throw e;
        }
        invocation.screen().note(Text.lines(e.detail()) + " Waiting for it.");
      }
    }
    return answer;
  }

  private static Duration interval(JsonNode pending) {
    return Duration.ofSeconds(Math.clamp(pending.path("poll_interval_seconds").asLong(5), 1, 60));
  }
}
