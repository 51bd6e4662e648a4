package ai.preloop.api.mcp;

import ai.preloop.activities.approvals.ApprovalReading;
import ai.preloop.activities.idempotency.Idempotency.Answer;
import ai.preloop.activities.idempotency.Idempotency.Asked;
import ai.preloop.activities.idempotency.KeyedCalls;
import ai.preloop.activities.tools.ToolAnswer.Pending;
import ai.preloop.activities.tools.ToolCall;
import ai.preloop.api.mcp.RestAnswer.Origin;
import ai.preloop.api.mcp.RestCalls.Ending;
import ai.preloop.api.problems.ProblemWriter;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Makes a call over REST, at most once under an {@code Idempotency-Key}. */
@Component
final class RepeatableCalls {

  private final RestCalls calls;
  private final KeyedCalls keys;
  private final HeldAnswers held;
  private final ApprovalReading approvals;

  RepeatableCalls(RestCalls calls, KeyedCalls keys, HeldAnswers held, ApprovalReading approvals) {
    this.calls = calls;
    this.keys = keys;
    this.held = held;
    this.approvals = approvals;
  }

  /** Throws what is told as a problem. */
  RestAnswer call(ToolCall call, @Nullable Asked key) {
    if (key == null) {
      return told(call, calls.call(call));
    }
    return switch (keys.begin(key)) {
      case KeyedCalls.First _ -> first(call, key);
      case KeyedCalls.Ended(Answer(int status, byte[] body)) ->
          RestAnswer.of(status, body, Origin.REPLAYED);
      case KeyedCalls.Waits(UUID approval) -> calls.answer(call, waited(call, approval));
      case KeyedCalls.Begun(Instant at) -> throw notKnown(at);
    };
  }

  private RestAnswer told(ToolCall call, Ending ending) {
    return switch (ending) {
      case RestCalls.Result(byte[] result, Runnable afterwards) ->
          RestAnswer.result(result, afterwards);
      case RestCalls.Failure(ProblemException problem, boolean _) -> throw problem;
      case RestCalls.Waiting(Pending pending) -> {
        held.pollsInstead(pending);
        yield calls.answer(call, pending);
      }
    };
  }

  private RestAnswer first(ToolCall call, Asked key) {
    Ending ending = ended(call, key);
    note(key, ending);
    return told(call, ending);
  }

  /** What is thrown before a call was sent, and that nobody is asked about, is tried again. */
  private Ending ended(ToolCall call, Asked key) {
    try {
      return calls.call(call);
    } catch (ProblemException | DataAccessException | TransactionException e) {
      keys.undone(key);
      throw e;
    }
  }

  private void note(Asked key, Ending ending) {
    switch (ending) {
      case RestCalls.Result(byte[] result, Runnable _) -> keys.ended(key, new Answer(200, result));
      case RestCalls.Failure(ProblemException problem, boolean mayHaveRun) when mayHaveRun ->
          keys.ended(key, problem(key, problem));
      case RestCalls.Failure _ -> keys.undone(key);
      case RestCalls.Waiting(Pending pending) ->
          keys.waits(key, pending.approval().ref().approvalId());
    }
  }

  private static Answer problem(Asked key, ProblemException problem) {
    return new Answer(problem.type().status(), ProblemWriter.body(key.route(), problem));
  }

  private Pending waited(ToolCall call, UUID approval) {
    return new Pending(approvals.outlineOf(call.principal().account(), approval).row(), false);
  }

  private static ProblemException notKnown(Instant at) {
    return new ProblemException(
        ProblemType.CONFLICT,
        "A call with this Idempotency-Key was begun at %s, and its answer is not known: it may be under way, or it was cut off. It is not made again; the audit log says what is known of it."
            .formatted(at));
  }
}
