package ai.preloop.activities.tools;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.servers.Offer;
import ai.preloop.activities.tasks.SessionTask;
import ai.preloop.activities.tasks.SessionTask.Place;
import ai.preloop.activities.tasks.SessionTasks;
import ai.preloop.activities.upstream.UpstreamAnswer;
import ai.preloop.policies.problems.ProblemType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Calls that servers answer with a task (MCP 2025-11-25, Tasks), which stays their server's and is
 * known by the id that it has there.
 */
final class TaskedCalls {

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

  /** The id of the task that an answer is; null where it is none. */
  static @Nullable String taskId(UpstreamAnswer answer) {
    JsonSlice task =
        answer instanceof UpstreamAnswer.Result result ? result.result().member("task") : null;
    JsonSlice id = task == null ? null : task.member("taskId");
    return id == null ? null : id.text();
  }
}
