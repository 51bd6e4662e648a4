package ai.preloop.api.mcp;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonText;
import ai.preloop.activities.json.JsonType;
import ai.preloop.activities.limits.InFlight;
import ai.preloop.activities.limits.InFlight.Passage;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.upstream.Deadline;
import ai.preloop.activities.waiting.Waiter;
import ai.preloop.activities.waiting.Waiter.Sign;
import ai.preloop.activities.waiting.Waiters;
import ai.preloop.api.mcp.McpMethods.Context;
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

/** Results of tasks that are calls which wait for a person, for clients that wait for them. */
@Component
final class WaitingResults {

  private static final Logger LOG = LoggerFactory.getLogger(WaitingResults.class);
  private static final String RELATED = "io.modelcontextprotocol/related-task";

  /** Shorter than what lies between lets an idle connection be. */
  private static final Duration TICK = Duration.ofSeconds(5);

  /** A client that takes no events is not seen to leave, so it has to ask again. */
  private static final Duration UNSEEN = Duration.ofSeconds(50);

  private final Tasks tasks;
  private final Waiters waiters;
  private final ClientRequests requests;
  private final SessionStreams streams;
  private final CallProperties calls;
  private final InFlight ofPrincipals;

  WaitingResults(
      Tasks tasks,
      Waiters waiters,
      ClientRequests requests,
      SessionStreams streams,
      CallProperties calls) {
    this.tasks = tasks;
    this.waiters = waiters;
    this.requests = requests;
    this.streams = streams;
    this.calls = calls;
    this.ofPrincipals = new InFlight(calls.heldPerPrincipal());
  }

  /** Answers when the task is over, and keeps its client waiting until then. */
  RpcAnswer get(Context context, Envelope message) {
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
    JsonSlice request = Objects.requireNonNull(message.id());
    try (Waiter waiter = waiters.register(id)) {
      requests.underWay(context.session(), request, _ -> waiter.end(Sign.GIVEN_UP));
      return awaited(context, message, waiter);
    } finally {
      requests.over(context.session(), request);
    }
  }

  private RpcAnswer awaited(Context context, Envelope message, Waiter waiter) {
    UUID id = UUID.fromString(Objects.requireNonNull(message.name()));
    Deadline deadline = Deadline.in(context.acceptsEvents() ? calls.longestHold() : UNSEEN);
    do {
      Optional<RpcAnswer> answer = looked(id, () -> ended(context, message));
      if (answer.isPresent()) {
        return answer.get();
      }
      waiter.await(TICK);
    } while (waiter.sign() == Sign.NONE && !deadline.hasPassed() && isThere(context));
    waiter.end(Sign.LEFT);
    return refused(message, "The task has not ended yet: ask for its result again.");
  }

  private boolean isThere(Context context) {
    return streams.mayGoOn(context.principal(), context.session())
        && (!context.acceptsEvents() || context.interim().keepAlive());
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
    Optional<Tasks.State> found = tasks.state(context.principal(), message.name());
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
}
