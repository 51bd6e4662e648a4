package ai.preloop.activities.gateway;

import ai.preloop.activities.attempts.Attempts;
import ai.preloop.activities.budgets.BudgetedCall;
import ai.preloop.activities.budgets.BudgetedCall.What;
import ai.preloop.activities.budgets.Budgets;
import ai.preloop.activities.budgets.Reservation;
import ai.preloop.activities.dialects.ModelRequest;
import ai.preloop.activities.identity.Labels;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.traces.SessionSource;
import ai.preloop.activities.traces.Tracing;
import ai.preloop.activities.usage.Entry;
import ai.preloop.activities.usage.ModelCall;
import ai.preloop.activities.usage.ModelCall.Asked;
import ai.preloop.activities.usage.ModelCall.Attribution;
import ai.preloop.activities.usage.UsageLedger;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.Ids;
import java.net.http.HttpHeaders;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The way of a call of a model: judged, its money kept free, its place in the ledger taken, sent,
 * and settled.
 */
public final class ModelCalls {

  private final Admissions admissions;
  private final Estimates estimates;
  private final Budgets budgets;
  private final UsageLedger ledger;
  private final Attempts attempts;
  private final InstantSource time;

  ModelCalls(
      Admissions admissions,
      Estimates estimates,
      Budgets budgets,
      UsageLedger ledger,
      Attempts attempts,
      InstantSource time) {
    this.admissions = admissions;
    this.estimates = estimates;
    this.budgets = budgets;
    this.ledger = ledger;
    this.attempts = attempts;
    this.time = time;
  }

  /**
   * Sends a call and waits for the head of its answer. Throws what is to be told instead of one:
   * NOT_FOUND, MODEL_NOT_ALLOWED, BUDGET_LIMIT_EXCEEDED, RATE_LIMITED, UPSTREAM_FAILED,
   * UPSTREAM_TIMEOUT, UNAVAILABLE. The call is under way until what is returned is closed.
   */
  public RunningCall begin(Principal caller, Incoming incoming) {
    return begin(caller, Ids.next(), incoming);
  }

  /** The same of a call that has an id already. */
  public RunningCall begin(Principal caller, UUID id, Incoming incoming) {
    long begun = System.nanoTime();
    Funded funded = recorded(caller, admissions.admitted(caller, id, incoming), incoming);
    Reservation reservation = funded.reservation();
    ModelCall call = call(id, caller, incoming, funded.call().most(), reservation);
    Tracing tracing =
        new Tracing(incoming.request(), namer(caller, incoming.headers()), ledger.capture());
    Settlement settlement =
        new Settlement(call, reservation, entry(call, reservation), tracing, begun);
    return new Sending(attempts, estimates, time, caller.account(), incoming, settlement)
        .to(funded.call());
  }

  /** A call, and what is kept free for it whichever of its models serves it. */
  private record Funded(Admitted call, Reservation reservation) {}

  /** Whatever a credential says of sessions, Preloop was told when it was made. */
  private static @Nullable SessionSource namer(Principal caller, HttpHeaders headers) {
    return caller.labels().session() != null
        ? SessionSource.PRELOOP
        : SessionSource.of(name -> headers.firstValue(name).orElse(null)).orElse(null);
  }

  /** A budget's refusal is in the audit log as a policy's is; one of not knowing is none. */
  private Funded recorded(Principal caller, Admitted call, Incoming incoming) {
    try {
      return funded(caller, call, incoming);
    } catch (ProblemException e) {
      if (e.type() != ProblemType.UNAVAILABLE) {
        admissions.stopped(caller, call, e.detail());
      }
      throw e;
    }
  }

  /**
   * A model whose own budget is used up serves no call, as long as another one may. Where none is
   * left, a budget may have had no room for the dearest alone.
   */
  private Funded funded(Principal caller, Admitted call, Incoming incoming) {
    Admitted cheaper = call.cheaper();
    Admitted left = call;
    while (true) {
      try {
        return new Funded(left, reserved(caller, incoming, left));
      } catch (ProblemException e) {
        left = left.without(usedUp(e));
        if (left.targets().isEmpty()) {
          left = cheaper;
          cheaper = cheaper.cheaper();
        }
        if (left.targets().isEmpty()) {
          throw e;
        }
      }
    }
  }

  /** Whose budget it is; the refusal itself where it is that of all calls. */
  private static String usedUp(ProblemException refusal) {
    if (refusal.type() == ProblemType.BUDGET_LIMIT_EXCEEDED
        && refusal.extensions().get("model") instanceof String target) {
      return target;
    }
    throw refusal;
  }

  private Reservation reserved(Principal caller, Incoming incoming, Admitted call) {
    if (incoming.request().operation().isCounting()) {
      return Budgets.nothing();
    }
    Attribution said = incoming.attribution();
    What.Model what = new What.Model(call.aliases(), call.most(), call.isUnpriced());
    return budgets.reserve(
        BudgetedCall.of(caller, Labels.claimed(said.agent(), said.session()), what));
  }

  private static ModelCall call(
      UUID id, Principal caller, Incoming incoming, @Nullable Long most, Reservation reservation) {
    ModelRequest request = incoming.request();
    return new ModelCall(
        id,
        caller,
        new Asked(request.model(), request.operation(), request.streamed()),
        incoming.attribution(),
        most,
        reservation.leases());
  }

  private Entry entry(ModelCall call, Reservation reservation) {
    boolean isTaken = false;
    try {
      Entry entry = call.leases().isEmpty() ? ledger.open(call) : committed(call, reservation);
      isTaken = true;
      return entry;
    } finally {
      if (!isTaken) {
        reservation.settle(0);
      }
    }
  }

  /**
   * A call that holds a hard budget's money has its place committed before it is sent, so that who
   * heals the leases of this node finds it; where they may be healed by now, it is not sent.
   */
  private Entry committed(ModelCall call, Reservation reservation) {
    Entry entry = ledger.openCommitted(call);
    if (!reservation.isConfirmed()) {
      entry.close();
      throw new ProblemException(
          ProblemType.UNAVAILABLE,
          "This node does not know whether its part of the budget is still its own, so this call is refused; try again shortly.");
    }
    return entry;
  }
}
