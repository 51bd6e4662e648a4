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
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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

  /** What servers have to answer a list of tasks. */
  private static final Duration SOON = Duration.ofSeconds(10);

  private final SessionTasks rows;
  private final WaitingTasks waiting;
  private final WaitingResults results;
  private final TaskRequests requests;
  private final ToolCalls calls;
  private final ToolCalling calling;

  TasksOfSessions(
      SessionTasks rows,
      WaitingTasks waiting,
      WaitingResults results,
      TaskRequests requests,
      ToolCalls calls,
      ToolCalling calling) {
    this.rows = rows;
    this.waiting = waiting;
    this.results = results;
    this.requests = requests;
    this.calls = calls;
    this.calling = calling;
  }

  McpAnswer get(Context context, Envelope message) {
    return answer(context, message, waiting::get);
  }

  /** Its result, as soon as there is one. */
  McpAnswer result(Context context, Envelope message) {
    return answer(context, message, results::get);
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
    return calls.counted(call, () -> requests.ask(call, place(task), body), refused -> refused);
  }

  private static Place place(SessionTask task) {
    return Objects.requireNonNull(task.place());
  }

  /** All of them page by page, as far as each can be asked about. */
  McpAnswer list(Context context, Envelope message) {
    JsonSlice params = message.params();
    JsonSlice cursor = params == null ? null : params.member("cursor");
    String after = cursor == null ? "" : cursor.text();
    if (after == null) {
      return RpcAnswer.error(
          200, message.id(), RpcAnswer.INVALID_PARAMS, "params.cursor is no string.");
    }
    ToolCall call = calling.callOf(context, message, "");
    return calls.counted(
        call,
        () -> listed(context, message, after),
        refused -> calling.answer(context, message, refused));
  }

  private McpAnswer listed(Context context, Envelope message, String after) {
    List<SessionTask> page =
        rows.list(context.principal().account(), context.session().id(), after, PAGE + 1);
    List<Shown> shown = shown(context, message, page.stream().limit(PAGE).toList());
    if (shown.contains(Shown.NOT_HEARD)) {
      return RpcAnswer.error(
          200,
          message.id(),
          RpcAnswer.INTERNAL_ERROR,
          "A server did not answer about a task of this session; ask again.");
    }
    String tasks =
        shown.stream()
            .filter(task -> !task.json().isEmpty())
            .map(Shown::json)
            .collect(Collectors.joining(",", "{\"tasks\":[", "]"));
    String next =
        page.size() > PAGE ? ",\"nextCursor\":" + JsonText.quote(page.get(PAGE - 1).id()) : "";
    return RpcAnswer.result(message.id(), (tasks + next + "}").getBytes(StandardCharsets.UTF_8));
  }

  /** A task as a list has it; empty for one that is none of the caller's any more. */
  private record Shown(String json) {

    private static final Shown NOTHING = new Shown("");
    private static final Shown NOT_HEARD = new Shown("null");
  }

  /** Asks about all at the same time, for a while; whatever else there is, it is not heard. */
  private List<Shown> shown(Context context, Envelope message, List<SessionTask> tasks) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return threads
          .invokeAll(
              tasks.stream().map(task -> shown(context, message, task)).toList(),
              SOON.toMillis(),
              TimeUnit.MILLISECONDS)
          .stream()
          .map(TasksOfSessions::heard)
          .toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of(Shown.NOT_HEARD);
    }
  }

  private static Shown heard(Future<Shown> future) {
    return future.state() == Future.State.SUCCESS ? future.resultNow() : Shown.NOT_HEARD;
  }

  private Callable<Shown> shown(Context context, Envelope message, SessionTask task) {
    return () ->
        task.place() == null
            ? waiting.shown(context, task.id()).map(Shown::new).orElse(Shown.NOTHING)
            : asked(context, message, task);
  }

  private Shown asked(Context context, Envelope message, SessionTask task) {
    ToolCall call = calling.callOf(context, message, task.id());
    LongFunction<byte[]> body = id -> Envelope.ofTask(id, Tasks.GET, task.id());
    return switch (requests.ask(call, place(task), body)) {
      case ToolAnswer.Result(JsonSlice json) -> new Shown(json.toString());
      case ToolAnswer.Unknown _ -> Shown.NOTHING;
      case ToolAnswer.RpcError(JsonSlice error) when isUnknown(error) -> {
        rows.forget(context.principal().account(), context.session().id(), task.id());
        yield Shown.NOTHING;
      }
      case ToolAnswer.RpcError _,
          ToolAnswer.InputRequired _,
          ToolAnswer.Refused _,
          ToolAnswer.Failed _,
          ToolAnswer.Pending _ ->
          Shown.NOT_HEARD;
    };
  }

  private static boolean isUnknown(JsonSlice error) {
    JsonSlice code = error.member("code");
    return code != null && code.toString().equals(Integer.toString(RpcAnswer.INVALID_PARAMS));
  }
}
