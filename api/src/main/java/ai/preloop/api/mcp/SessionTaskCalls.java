package ai.preloop.api.mcp;

import ai.preloop.activities.servers.Catalog.Tool;
import ai.preloop.activities.sessions.McpSession;
import ai.preloop.activities.tasks.SessionTask;
import ai.preloop.activities.tasks.SessionTasks;
import ai.preloop.activities.tools.ToolAnswer.Pending;
import ai.preloop.api.mcp.McpMethods.Context;
import ai.preloop.api.mcp.ToolCalling.Asked;
import org.springframework.stereotype.Component;

/**
 * Calls that wait for a person as tasks of sessions (MCP 2025-11-25, Tasks), for clients that ask
 * for a task.
 */
@Component
final class SessionTaskCalls {

  private final SessionTasks rows;
  private final HeldAnswers held;
  private final TaskWords words;
  private final Introduction introduction;

  SessionTaskCalls(
      SessionTasks rows, HeldAnswers held, TaskWords words, Introduction introduction) {
    this.rows = rows;
    this.held = held;
    this.words = words;
    this.introduction = introduction;
  }

  /** Whether a call is to become a task; where none are offered, what asks for one is nothing. */
  boolean isWanted(Asked asked) {
    Context context = asked.context();
    return asked.message().isForTask()
        && asked.message().method().equals(Tool.CALL)
        && context.session().hasTasks()
        && introduction.hasTasks(context.principal().account());
  }

  /** The task that a call becomes; its caller polls from now on. */
  RpcAnswer created(Asked asked, Pending pending) {
    McpSession session = asked.context().session();
    String id = pending.approval().ref().approvalId().toString();
    rows.keep(asked.context().principal().account(), session.id(), new SessionTask(id, null));
    held.pollsInstead(pending);
    return RpcAnswer.result(asked.message().id(), words.createdInSession(pending.approval()));
  }
}
