package ai.preloop.api.mcp;

import ai.preloop.activities.servers.Catalog.Tool;
import ai.preloop.activities.tasks.SessionTask;
import ai.preloop.activities.tasks.SessionTasks;
import ai.preloop.activities.tools.ToolAnswer.Pending;
import ai.preloop.api.mcp.McpMethods.Context;
import ai.preloop.api.mcp.ToolCalling.Asked;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Calls that wait for a person as tasks of sessions (MCP 2025-11-25, Tasks), for clients that ask
 * for a task.
 */
@Component
final class SessionTaskCalls {

  private static final Logger LOG = LoggerFactory.getLogger(SessionTaskCalls.class);

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
    return asked.isForTask()
        && asked.message().method().equals(Tool.CALL)
        && introduction.hasTasks(context.principal().account());
  }

  /** The task that a call becomes; its caller polls from now on. */
  RpcAnswer created(Asked asked, Pending pending) {
    held.pollsInstead(pending);
    String id = pending.approval().ref().approvalId().toString();
    return isKept(asked.context(), id)
        ? RpcAnswer.result(asked.message().id(), words.createdInSession(pending.approval()))
        : RpcAnswer.error(
            200,
            asked.message().id(),
            RpcAnswer.REFUSED,
            "The call waits for a person, and cannot be followed as a task now: do not repeat it, poll get_approval_status with the request_id %s."
                .formatted(id));
  }

  private boolean isKept(Context context, String id) {
    try {
      return rows.keep(
          context.principal().account(), context.session().id(), new SessionTask(id, null));
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("The task {} cannot be kept: {}", id, e.getMessage());
      return false;
    }
  }
}
