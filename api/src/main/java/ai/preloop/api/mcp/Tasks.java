package ai.preloop.api.mcp;

import ai.preloop.activities.approvals.ApprovalDetail;
import ai.preloop.activities.approvals.ApprovalReading;
import ai.preloop.activities.approvals.ApprovalRow;
import ai.preloop.activities.approvals.Attendance;
import ai.preloop.activities.database.BestEffort;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.tools.ToolAnswer.Pending;
import ai.preloop.api.mcp.McpMethods.Context;
import ai.preloop.api.mcp.ToolCalling.Asked;
import ai.preloop.workflows.approvals.ApprovalRef;
import ai.preloop.workflows.approvals.ApprovalStatus;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Calls that wait for a person as tasks (the extension {@code io.modelcontextprotocol/tasks}, SEP
 * 2663). A task is the approval's row under the same id, so any node answers for it, at any time.
 */
@Component
final class Tasks {

  static final String EXTENSION = "io.modelcontextprotocol/tasks";
  static final String GET = "tasks/get";
  static final String UPDATE = "tasks/update";
  static final String CANCEL = "tasks/cancel";
  static final String RESULT = "tasks/result";
  static final String LIST = "tasks/list";

  /** What is said of it where extensions are offered. */
  static final Map<String, Object> OFFERED = Map.of(EXTENSION, Map.of());

  /** The word of a task that nothing has happened to. */
  static final String AS_CREATED = "pending/none";

  private static final int MISSING_CAPABILITY = -32021;

  private static final Map<String, Object> TAKEN = Map.of("resultType", "complete");

  private final ApprovalReading approvals;
  private final Attendance attendance;
  private final HeldAnswers held;
  private final TaskWords words;

  Tasks(ApprovalReading approvals, Attendance attendance, HeldAnswers held, TaskWords words) {
    this.approvals = approvals;
    this.attendance = attendance;
    this.held = held;
    this.words = words;
  }

  /** The task that a call becomes; its caller polls from now on. */
  RpcAnswer created(Asked asked, Pending pending) {
    held.pollsInstead(pending);
    return RpcAnswer.result(asked.message().id(), words.created(pending.approval()));
  }

  /**
   * How far a task is: {@code word} is another one whenever there is something new to tell, {@code
   * told} is its end where it has come to one of its own, and {@code afterwards} is done once its
   * caller was told.
   */
  record State(String word, ApprovalDetail detail, @Nullable Told told, Runnable afterwards) {

    boolean isCancelled() {
      return detail.row().status() == ApprovalStatus.CANCELLED;
    }

    boolean isOver() {
      return isCancelled() || told != null;
    }

    private static State of(String word, ApprovalDetail detail) {
      return new State(word, detail, null, () -> {});
    }
  }

  /** A task as its caller is told of it. */
  byte[] json(State state) {
    return words.told(state);
  }

  /** {@code tasks/get}: what a held call would be told, when it would be. */
  RpcAnswer get(Context context, Envelope message) {
    return state(context.principal(), message.name())
        .map(state -> RpcAnswer.result(message.id(), json(state)).then(state.afterwards()))
        .orElseGet(() -> unknown(message));
  }

  /** The task with this id, if it is the caller's. */
  Optional<State> state(Principal who, @Nullable String id) {
    return find(who, id).map(detail -> state(who, detail));
  }

  private State state(Principal who, ApprovalDetail detail) {
    if (detail.row().status() == ApprovalStatus.CANCELLED) {
      return State.of("cancelled", detail);
    }
    Pending pending = new Pending(detail.row(), true);
    Optional<Told> told = held.look(who, pending);
    // What more may be known of is not completed, since that is for good.
    if (told.isEmpty() || !told.get().isWhole()) {
      ApprovalRef ref = detail.row().ref();
      BestEffort.did("A poll of " + ref.workflowId(), () -> attendance.polled(ref));
      return State.of(word(detail.row()), detail);
    }
    return new State("completed", detail, told.get(), () -> held.told(pending, told.get()));
  }

  private static String word(ApprovalRow row) {
    return row.status().column() + "/" + row.execution().column();
  }

  /** Which of these are the caller's own, for hearing of them. */
  Set<String> own(Principal who, Set<String> ids) {
    return ids.stream().filter(id -> find(who, id).isPresent()).collect(Collectors.toSet());
  }

  /** {@code tasks/update}: no task here asks for anything, so what comes is not needed. */
  RpcAnswer update(Context context, Envelope message) {
    return find(context.principal(), message.name())
        .map(_ -> RpcAnswer.result(message.id(), TAKEN))
        .orElseGet(() -> unknown(message));
  }

  /** {@code tasks/cancel}: closes what is pending; a call that was approved goes on. */
  RpcAnswer cancel(Context context, Envelope message) {
    Optional<ApprovalDetail> found = find(context.principal(), message.name());
    found.ifPresent(detail -> attendance.takeBack(detail.row().ref(), context.principal().name()));
    return found.map(_ -> RpcAnswer.result(message.id(), TAKEN)).orElseGet(() -> unknown(message));
  }

  /** The same answer for an id that is unknown and one that is somebody else's. */
  private Optional<ApprovalDetail> find(Principal who, @Nullable String text) {
    return id(text).flatMap(id -> approvals.outline(who, id));
  }

  private static Optional<UUID> id(@Nullable String text) {
    try {
      return Optional.ofNullable(text)
          .map(UUID::fromString)
          .filter(id -> id.toString().equalsIgnoreCase(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** What a client is told that does not say that it takes tasks, and asks about them. */
  static RpcAnswer missing(Envelope message) {
    return RpcAnswer.error(
        400,
        message.id(),
        MISSING_CAPABILITY,
        "Missing required client capability",
        Map.of("requiredCapabilities", Map.of("extensions", OFFERED)));
  }

  static RpcAnswer unknown(Envelope message) {
    return RpcAnswer.error(
        200, message.id(), RpcAnswer.INVALID_PARAMS, "There is no task of yours with this id.");
  }
}
