package ai.preloop.activities.tools;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.activities.servers.Catalog.Tool;
import ai.preloop.activities.servers.Offer;
import ai.preloop.activities.servers.UpstreamCalls;
import ai.preloop.activities.servers.UpstreamCalls.Caller;
import ai.preloop.activities.servers.UpstreamCalls.Sending;
import ai.preloop.activities.upstream.Deadline;
import ai.preloop.activities.upstream.Nobody;
import ai.preloop.activities.upstream.Outgoing.Clearance;
import ai.preloop.activities.upstream.UpstreamAnswer;
import ai.preloop.policies.problems.ProblemType;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Calls whose client is told of the end alone. A tool that is called as a task alone is called as
 * one, and the result of the task is the answer (MCP 2025-11-25, Tasks).
 */
record WholeCalls(UpstreamCalls upstream) {

  /** Shorter than what the activity may take that makes the call. */
  private static final Duration LONGEST = Duration.ofMinutes(20);

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** What is not this has ended, or needs its client, which there is none of. */
  private static final String GOING_ON = "working";

  /** Invalid params: the server has lost it with its session, or let go of it. */
  private static final int NO_SUCH_TASK = -32602;

  private static final UpstreamAnswer NOT_HEARD =
      new UpstreamAnswer.Unknown(
          ProblemType.UPSTREAM_FAILED, "It began a task, and how that ended was not heard.");

  UpstreamAnswer call(Caller caller, Offer offer, byte[] arguments, Clearance clearance) {
    boolean isTask =
        offer instanceof Tool tool && tool.definition().needsTask() && caller.session() != null;
    LongFunction<byte[]> body =
        isTask
            ? id -> Envelope.toolCallAsTask(id, offer.name(), arguments)
            : id -> Requests.of(offer, id, arguments);
    UpstreamAnswer answer =
        upstream.call(
            caller, offer.server(), new Sending(body, clearance, Nobody.AT_ALL, offer.schema()));
    String task = isTask ? TaskedCalls.taskId(answer) : null;
    return task == null ? answer : new Task(upstream, caller, offer.server(), task).end();
  }

  private record Task(UpstreamCalls upstream, Caller caller, Server server, String id) {

    private UpstreamAnswer end() {
      Deadline deadline = Deadline.in(LONGEST);
      Duration pause = SHORTEST_PAUSE;
      while (!deadline.hasPassed() && !Thread.currentThread().isInterrupted()) {
        LockSupport.parkNanos(pause.toNanos());
        UpstreamAnswer answer = ask("tasks/get");
        if (answer instanceof UpstreamAnswer.RpcError
            || answer instanceof UpstreamAnswer.SessionLost) {
          return NOT_HEARD;
        }
        if (answer instanceof UpstreamAnswer.Result(JsonSlice task, boolean _)
            && !GOING_ON.equals(text(task.member("status")))) {
          return result();
        }
        pause = pause(answer);
      }
      return NOT_HEARD;
    }

    private UpstreamAnswer result() {
      UpstreamAnswer answer = ask("tasks/result");
      return switch (answer) {
        case UpstreamAnswer.RpcError error when error.code() == NO_SUCH_TASK -> NOT_HEARD;
        case UpstreamAnswer.Result _, UpstreamAnswer.RpcError _, UpstreamAnswer.Unknown _ -> answer;
        case UpstreamAnswer.InputRequired _, UpstreamAnswer.Failure _ -> NOT_HEARD;
      };
    }

    private UpstreamAnswer ask(String method) {
      return upstream.call(
          caller,
          server,
          new Sending(
              number -> Envelope.ofTask(number, method, id), Clearance.GIVEN, Nobody.AT_ALL));
    }

    /** As long as its server says, within reason. */
    private static Duration pause(UpstreamAnswer answer) {
      JsonSlice said =
          answer instanceof UpstreamAnswer.Result(JsonSlice task, boolean _)
              ? task.member("pollInterval")
              : null;
      String millis = said == null ? "" : said.toString();
      if (!millis.matches("\\d{1,9}")) {
        return PAUSE;
      }
      Duration wanted = Duration.ofMillis(Long.parseLong(millis));
      Duration atLeast = wanted.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : wanted;
      return atLeast.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : atLeast;
    }

    private static String text(@Nullable JsonSlice value) {
      String text = value == null ? null : value.text();
      return text == null ? "" : text;
    }
  }
}
