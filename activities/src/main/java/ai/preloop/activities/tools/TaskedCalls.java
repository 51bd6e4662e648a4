package ai.preloop.activities.tools;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.activities.servers.Catalog.Tool;
import ai.preloop.activities.servers.Offer;
import ai.preloop.activities.servers.UpstreamCalls;
import ai.preloop.activities.servers.UpstreamCalls.Sending;
import ai.preloop.activities.tasks.SessionTask;
import ai.preloop.activities.tasks.SessionTask.Place;
import ai.preloop.activities.tasks.SessionTasks;
import ai.preloop.activities.upstream.Nobody;
import ai.preloop.activities.upstream.Outgoing.Clearance;
import ai.preloop.activities.upstream.UpstreamAnswer;
import ai.preloop.policies.problems.ProblemType;
import java.util.UUID;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Calls that servers answer with a task (MCP 2025-11-25, Tasks), which stays their server's and is
 * known by the id that it has there.
 */
final class TaskedCalls {

  private static final String RESULT = "tasks/result";

  private static final int LONGEST_ID = 512;

  private final SessionTasks tasks;

  TaskedCalls(SessionTasks tasks) {
    this.tasks = tasks;
  }

  /** An answer as it may go on: of a task whose place is not known nothing more could be heard. */
  UpstreamAnswer kept(ToolCall call, Offer offer, UpstreamAnswer answer) {
    UUID session = call.sessionId();
    String id = call.isForTask() ? taskId(answer) : null;
    if (session == null || id == null) {
      return answer;
    }
    SessionTask task = new SessionTask(id, new Place(offer.server().id(), offer.name()));
    try {
      return isId(id) && tasks.keep(call.principal().account(), session, task)
          ? answer
          : new UpstreamAnswer.Unknown(
              ProblemType.UPSTREAM_FAILED,
              "It began a task under an id that is too long, or is that of another task of this session.");
    } catch (DataAccessException | TransactionException e) {
      return new UpstreamAnswer.Unknown(
          ProblemType.UNAVAILABLE,
          "It began a task, and the database did not answer that keeps where it is.");
    }
  }

  private static boolean isId(String id) {
    return id.length() <= LONGEST_ID && id.chars().noneMatch(Character::isISOControl);
  }

  private static @Nullable String taskId(UpstreamAnswer answer) {
    JsonSlice task =
        answer instanceof UpstreamAnswer.Result result ? result.result().member("task") : null;
    JsonSlice id = task == null ? null : task.member("taskId");
    return id == null ? null : id.text();
  }

  /**
   * Sends a call that nobody waits for; of a tool that is called as a task alone it is the task's
   * result that is the answer.
   */
  static UpstreamAnswer whole(
      UpstreamCalls upstream, UpstreamCalls.Caller caller, Offer offer, Made made) {
    boolean asTask =
        offer instanceof Tool tool && tool.definition().needsTask() && caller.session() != null;
    if (!asTask) {
      return upstream.call(
          caller,
          offer.server(),
          made.sending(id -> Requests.of(offer, id, made.arguments()), offer));
    }
    UpstreamAnswer begun =
        upstream.call(
            caller,
            offer.server(),
            made.sending(id -> Envelope.toolCallAsTask(id, offer.name(), made.arguments()), offer));
    String id = taskId(begun);
    return id == null ? begun : result(upstream, caller, offer.server(), id);
  }

  /** What was begun may have come to its end even if that is not heard of. */
  private static UpstreamAnswer result(
      UpstreamCalls upstream, UpstreamCalls.Caller caller, Server server, String id) {
    UpstreamAnswer answer =
        upstream.call(
            caller,
            server,
            new Sending(
                number -> Envelope.ofTask(number, RESULT, id), Clearance.GIVEN, Nobody.AT_ALL));
    return switch (answer) {
      case UpstreamAnswer.Result _, UpstreamAnswer.RpcError _, UpstreamAnswer.Unknown _ -> answer;
      case UpstreamAnswer.InputRequired _, UpstreamAnswer.Failure _ ->
          new UpstreamAnswer.Unknown(
              ProblemType.UPSTREAM_FAILED,
              "It began a task, and was not heard about how that ended.");
    };
  }

  /** The arguments of a call whose message is gone, and what lets it go. */
  record Made(byte[] arguments, Clearance clearance) {

    private Sending sending(LongFunction<byte[]> body, Offer offer) {
      return new Sending(body, clearance, Nobody.AT_ALL, offer.schema());
    }
  }
}
