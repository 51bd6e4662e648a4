package ai.preloop.api.mcp;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonText;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.tasks.SessionTask;
import ai.preloop.activities.tasks.SessionTask.Place;
import ai.preloop.activities.tasks.SessionTasks;
import ai.preloop.activities.tools.TaskRequests;
import ai.preloop.activities.tools.ToolAnswer;
import ai.preloop.activities.tools.ToolCall;
import ai.preloop.activities.tools.ToolCalls;
import ai.preloop.api.mcp.McpMethods.Context;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What clients of sessions ask about their tasks (MCP 2025-11-25, Tasks): servers answer for those
 * that they work on, and Preloop for calls that wait for a person.
 */
@Component
final class TasksOfSessions {

  private static final int PAGE = 20;

  private final SessionTasks rows;
  private final WaitingTasks waiting;
  private final TaskRequests requests;
  private final ToolCalls calls;
  private final ToolCalling calling;

  TasksOfSessions(
      SessionTasks rows,
      WaitingTasks waiting,
      TaskRequests requests,
      ToolCalls calls,
      ToolCalling calling) {
    this.rows = rows;
    this.waiting = waiting;
    this.requests = requests;
    this.calls = calls;
    this.calling = calling;
  }

  McpAnswer get(Context context, Envelope message) {
    return answer(context, message, waiting::get);
  }

  /** Its result, as soon as there is one. */
  McpAnswer result(Context context, Envelope message) {
    return answer(context, message, waiting::result);
  }

  McpAnswer cancel(Context context, Envelope message) {
    return answer(context, message, waiting::cancel);
  }

  private interface OfWaiting {
    RpcAnswer answer(Context context, Envelope message);
  }

  private McpAnswer answer(Context context, Envelope message, OfWaiting own) {
    Optional<SessionTask> found = find(context, message.name());
    if (found.isEmpty()) {
      return Tasks.unknown(message);
    }
    Place place = found.get().place();
    return place == null
        ? own.answer(context, message)
        : told(context, message, ask(context, message, found.get(), message::toUpstream));
  }

  private Optional<SessionTask> find(Context context, @Nullable String id) {
    return id == null
        ? Optional.empty()
        : rows.find(context.principal().account(), context.session().id(), id);
  }

  private McpAnswer told(Context context, Envelope message, ToolAnswer answer) {
    return answer instanceof ToolAnswer.Unknown
        ? Tasks.unknown(message)
        : calling.answer(context, message, answer);
  }

  private ToolAnswer ask(
      Context context, Envelope message, SessionTask task, LongFunction<byte[]> body) {
    ToolCall call = calling.callOf(context, message, task.id());
    return calls.counted(
        call,
        () -> requests.ask(call, Objects.requireNonNull(task.place()), body),
        refused -> refused);
  }

  /** Those that can be asked about now, page by page; a server has let go of what is missing. */
  RpcAnswer list(Context context, Envelope message) {
    JsonSlice params = message.params();
    JsonSlice cursor = params == null ? null : params.member("cursor");
    String after = cursor == null ? "" : cursor.text();
    if (after == null) {
      return RpcAnswer.error(
          200, message.id(), RpcAnswer.INVALID_PARAMS, "params.cursor is no string.");
    }
    List<SessionTask> page =
        rows.list(context.principal().account(), context.session().id(), after, PAGE + 1);
    String tasks =
        page.stream()
            .limit(PAGE)
            .flatMap(task -> shown(context, message, task).stream())
            .collect(Collectors.joining(",", "{\"tasks\":[", "]"));
    String next =
        page.size() > PAGE ? ",\"nextCursor\":" + JsonText.quote(page.get(PAGE - 1).id()) : "";
    return RpcAnswer.result(message.id(), (tasks + next + "}").getBytes(StandardCharsets.UTF_8));
  }

  private Optional<String> shown(Context context, Envelope message, SessionTask task) {
    if (task.place() == null) {
      return waiting.shown(context, task.id());
    }
    ToolAnswer answer =
        ask(context, message, task, id -> Envelope.ofTask(id, Tasks.GET, task.id()));
    return answer instanceof ToolAnswer.Result(JsonSlice json)
        ? Optional.of(json.toString())
        : Optional.empty();
  }
}
