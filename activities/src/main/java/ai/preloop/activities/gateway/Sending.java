package ai.preloop.activities.gateway;

import ai.preloop.activities.attempts.Attempts;
import ai.preloop.activities.attempts.Dispatch;
import ai.preloop.activities.attempts.Dispatch.Client;
import ai.preloop.activities.attempts.ProviderAnswer;
import ai.preloop.activities.attempts.Unanswered;
import ai.preloop.activities.dialects.Framing;
import ai.preloop.activities.dialects.ModelRequest;
import ai.preloop.activities.dialects.Usage;
import ai.preloop.activities.gateway.PassedBack.Field;
import ai.preloop.activities.models.AiModel;
import ai.preloop.activities.prices.Price;
import ai.preloop.activities.usage.Outcome.Cost;
import ai.preloop.activities.usage.Outcome.Served;
import ai.preloop.activities.usage.Outcome.Status;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** One call on its way to an answer: where it comes to none, what it holds is given up. */
record Sending(
    Attempts attempts,
    Estimates estimates,
    InstantSource time,
    AccountId account,
    Incoming incoming,
    Settlement settlement) {

  /** What rate limits reckon with before it is known. */
  private static final long USUAL_OUTPUT = 1_000;

  private static final Cost NOTHING = new Cost(0L, "none", false);

  RunningCall to(Admitted admitted) {
    // What a hard budget keeps free for a call is enough for one request.
    Unanswered unanswered = new Unanswered(settlement.most() == null);
    Status end = Status.FAILED;
    boolean runs = false;
    try {
      RunningCall call = running(admitted, unanswered);
      runs = true;
      return call;
    } catch (CancellationException e) {
      end = Status.LEFT;
      throw e;
    } finally {
      if (!runs) {
        giveUp(admitted, end, unanswered);
      }
    }
  }

  /** A provider may charge for what it was sent, whatever became of it. */
  private void giveUp(Admitted admitted, Status end, Unanswered unanswered) {
    AiModel asked = unanswered.last().orElse(null);
    if (asked == null || incoming.request().operation().isCounting()) {
      settlement.settle(end, Served.NOBODY, Usage.NONE, NOTHING);
      return;
    }
    settlement.servedBy(asked.alias());
    Charges charges = charges(admitted.price(asked), true);
    Served served = new Served(asked.plan().provider(), asked.plan().identifier(), 0, null);
    settlement.settle(end, served, charges.input(), charges.free());
  }

  private RunningCall running(Admitted admitted, Unanswered unanswered) {
    Renderings renderings = new Renderings(incoming, estimates, time);
    ProviderAnswer answer =
        attempts.send(dispatch(admitted, renderings, unanswered), admitted::target);
    settlement.servedBy(answer.target().alias());
    boolean runs = false;
    try {
      Price price = admitted.price(answer.target());
      Charges charges = charges(price, isInDoubt(answer, unanswered));
      if (answer.refusesKey()) {
        throw keyRefused(answer, charges);
      }
      RunningCall call =
          new RunningCall(
              answer,
              renderings.back(answer, settlement.tracing().answer()),
              settlement,
              charges,
              fields(answer, price, renderings),
              incoming.left());
      runs = true;
      return call;
    } finally {
      if (!runs) {
        answer.close();
      }
    }
  }

  /** Whether another request before this answer, which is a refusal, may be charged for. */
  private static boolean isInDoubt(ProviderAnswer answer, Unanswered unanswered) {
    return answer.status() >= 300
        && !answer.operation().isCounting()
        && unanswered.last().isPresent();
  }

  private Dispatch dispatch(Admitted admitted, Renderings renderings, Unanswered unanswered) {
    ModelRequest request = incoming.request();
    return new Dispatch(
        account,
        admitted.model(),
        new Client(
            request.operation().dialect(), incoming.headers(), incoming.query(), incoming.left()),
        Estimates.input(request) + Math.min(admitted.output(), USUAL_OUTPUT),
        renderings::to,
        unanswered);
  }

  /** It is not the client's key that is wrong, and what the provider says may name ours. */
  private ProblemException keyRefused(ProviderAnswer answer, Charges charges) {
    settlement.settle(Status.REFUSED, RunningCall.served(answer), Usage.NONE, charges.free());
    return new ProblemException(
        ProblemType.UPSTREAM_FAILED,
        "The provider does not take the key of the model %s: a person with account:admin gives it another."
            .formatted(answer.target().alias()));
  }

  private Charges charges(Price price, boolean unanswered) {
    return new Charges(price, Estimates.input(incoming.request()), settlement.most(), unanswered);
  }

  private List<Field> fields(ProviderAnswer answer, Price price, Renderings renderings) {
    ModelRequest request = incoming.request();
    boolean sameBody = answer.operation() == request.operation();
    List<Field> fields = new ArrayList<>(PassedBack.of(answer.headers(), sameBody));
    if (!sameBody) {
      boolean streams = request.streamed() && answer.status() < 300;
      boolean areEvents = streams && renderings.told() == Framing.SSE;
      fields.add(new Field("Content-Type", areEvents ? "text/event-stream" : "application/json"));
    }
    fields.add(new Field("X-Preloop-Call-Id", settlement.call().toString()));
    if (price.known() == null) {
      fields.add(new Field("X-Preloop-Warning", "unpriced-model"));
    }
    settlement
        .reservation()
        .exceeded(answer.target().alias())
        .forEach(name -> fields.add(new Field("X-Preloop-Budget-Exceeded", name)));
    return fields;
  }
}
