package ai.preloop.activities.modelrules;

import ai.preloop.activities.approvals.Passes.Answer;
import ai.preloop.activities.database.BestEffort;
import ai.preloop.activities.waiting.Waiter;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.approvals.ApprovalRef;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

/** A call of a model that waits for people. One thread's. */
public final class HeldModelCall implements AutoCloseable {

  private final HeldModelCalls calls;
  private final ApprovalRef ref;
  private final Waiter waiter;
  private final Supplier<Answer> look;

  HeldModelCall(HeldModelCalls calls, ApprovalRef ref, Waiter waiter, Supplier<Answer> look) {
    this.calls = calls;
    this.ref = ref;
    this.waiter = waiter;
    this.look = look;
  }

  /** The request, which people find under this id. */
  public UUID approval() {
    return ref.approvalId();
  }

  /**
   * Waits for news for at most this long. {@code Granted} is said once for each request, to one of
   * those who wait for it, who sends the call then; {@code Waiting} means to wait on, and is the
   * moment for a sign of life to the client. UNAVAILABLE when this node is ending: the same call,
   * made again, joins the request.
   */
  public Answer await(Duration patience) {
    boolean news = waiter.await(patience);
    return switch (waiter.sign()) {
      case NONE -> news ? look.get() : new Answer.Waiting();
      case STOPPING, LEFT, GIVEN_UP ->
          throw new ProblemException(
              ProblemType.UNAVAILABLE,
              "This node is ending while people decide about the call; make the same call again to wait on.");
    };
  }

  @Override
  public void close() {
    waiter.close();
    BestEffort.did("The end of waiting for " + ref.workflowId(), () -> calls.left(ref));
  }
}
