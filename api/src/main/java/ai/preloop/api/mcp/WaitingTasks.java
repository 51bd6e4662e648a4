package ai.preloop.api.mcp;

import ai.preloop.activities.approvals.Attendance;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonText;
import ai.preloop.activities.json.JsonType;
import ai.preloop.activities.limits.InFlight;
import ai.preloop.activities.limits.InFlight.Passage;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.waiting.Waiter;
import ai.preloop.activities.waiting.Waiter.Sign;
import ai.preloop.activities.waiting.Waiters;
import ai.preloop.api.mcp.McpMethods.Context;
import ai.preloop.workflows.approvals.ApprovalStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import tools.jackson.databind.json.JsonMapper;

/** Tasks of sessions that are calls which wait for a person. */
@Component
final class WaitingTasks {

  private static final Logger LOG = LoggerFactory.getLogger(WaitingTasks.class);
  private static final String RELATED = "io.modelcontextprotocol/related-task";

  /** Shorter than what lies between lets an idle connection be. */
  private static final Duration TICK = Duration.ofSeconds(5);

  /** How long the end of what was taken back is waited for. */
  private static final Duration SOON = Duration.ofSeconds(5);

  private final Tasks tasks;
  private final TaskWords words;
  private final Waiters waiters;
  private final Attendance attendance;
  private final InFlight ofPrincipals;

  WaitingTasks(
      Tasks tasks, TaskWords words, Waiters waiters, Attendance attendance, CallProperties calls) {
    this.tasks = tasks;
    this.words = words;
    this.waiters = waiters;
    this.attendance = attendance;
    this.ofPrincipals = new InFlight(calls.heldPerPrincipal());
  }

  RpcAnswer get(Context context, Envelope message) {
    return state(context, message)
        .map(state -> RpcAnswer.result(message.id(), words.inSession(state)))
        .orElseGet(() -> Tasks.unknown(message));
  }

  /** As a list has it. */
  Optional<String> shown(Context context, String id) {
    return tasks
        .state(context.principal(), id)
        .map(state -> JsonMapper.shared().writeValueAsString(words.inSession(state)));
  }

  private Optional<Tasks.State> state(Context context, Envelope message) {
    return tasks.state(context.principal(), message.name());
  }

  /** Answers when the task is over, and keeps its client waiting until then. */
  RpcAnswer result(Context context, Envelope message) {
    Optional<Passage> passage = ofPrincipals.enter(context.principal().id());
    if (passage.isEmpty()) {
      return refused(
          message,
          "%d results are waited for, which is the most at once: ask with tasks/get how far this one is."
              .formatted(ofPrincipals.most()));
    }
    try (var _ = passage.get()) {
      return awaited(context, message);
    }
  }

  private RpcAnswer awaited(Context context, Envelope message) {
    UUID id = UUID.fromString(Objects.requireNonNull(message.name()));
    try (Waiter waiter = waiters.register(id)) {
      do {
        Optional<RpcAnswer> answer = looked(id, () -> ended(context, message));
        if (answer.isPresent()) {
          return answer.get();
        }
        waiter.await(TICK);
      } while (waiter.sign() == Sign.NONE && isThere(context));
      waiter.end(Sign.LEFT);
    }
    return refused(message, "The result was waited for and is not there yet: ask for it again.");
  }

  private static boolean isThere(Context context) {
    return !context.acceptsEvents() || context.interim().keepAlive();
  }

  /** A database that is away is no answer; the waiters' own look wakes this one again. */
  private <T> Optional<T> looked(UUID id, Supplier<Optional<T>> look) {
    try {
      return look.get();
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("The task {} cannot be looked at: {}", id, e.getMessage());
      waiters.lookAgain(id);
      return Optional.empty();
    }
  }

  private Optional<RpcAnswer> ended(Context context, Envelope message) {
    Optional<Tasks.State> found = state(context, message);
    return found.isEmpty()
        ? Optional.of(Tasks.unknown(message))
        : found.filter(Tasks.State::isOver).map(state -> result(message, state));
  }

  private static RpcAnswer result(Envelope message, Tasks.State state) {
    Told told = state.told();
    if (told == null) {
      return refused(message, "The call was taken back, and was not made.");
    }
    JsonSlice result =
        related(JsonSlice.of(told.result()), state.detail().row().ref().approvalId());
    return RpcAnswer.result(message.id(), result).then(state.afterwards());
  }

  /** Says of which task it is (Associating Task-Related Messages). */
  private static JsonSlice related(JsonSlice result, UUID id) {
    JsonSlice task = json("{\"taskId\":%s}".formatted(JsonText.quote(id.toString())));
    JsonSlice own = result.member("_meta");
    JsonSlice meta = own == null || !own.is(JsonType.OBJECT) ? json("{}") : own;
    return result.with("_meta", meta.with(RELATED, task));
  }

  private static JsonSlice json(String text) {
    return JsonSlice.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static RpcAnswer refused(Envelope message, String sentence) {
    return RpcAnswer.error(200, message.id(), RpcAnswer.REFUSED, sentence);
  }

  /** Closes what is pending; what was decided cannot be taken back. */
  RpcAnswer cancel(Context context, Envelope message) {
    Optional<Tasks.State> found = state(context, message);
    if (found.isEmpty()) {
      return Tasks.unknown(message);
    }
    if (found.get().detail().row().status() != ApprovalStatus.PENDING) {
      return RpcAnswer.error(
          200,
          message.id(),
          RpcAnswer.INVALID_PARAMS,
          "A person has decided about this call, or it is over: it cannot be taken back.");
    }
    attendance.takeBack(found.get().detail().row().ref(), context.principal().name());
    return closed(context, message);
  }

  private RpcAnswer closed(Context context, Envelope message) {
    UUID id = UUID.fromString(Objects.requireNonNull(message.name()));
    long end = System.nanoTime() + SOON.toNanos();
    try (Waiter waiter = waiters.register(id)) {
      Duration left = SOON;
      while (isPending(context, message) && left.isPositive() && waiter.sign() == Sign.NONE) {
        waiter.await(left);
        left = Duration.ofNanos(end - System.nanoTime());
      }
      waiter.end(Sign.LEFT);
    }
    return get(context, message);
  }

  private boolean isPending(Context context, Envelope message) {
    return state(context, message)
        .filter(state -> state.detail().row().status() == ApprovalStatus.PENDING)
        .isPresent();
  }
}
