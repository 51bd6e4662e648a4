package ai.preloop.activities.attempts;

import ai.preloop.activities.attempts.Attempt.Answered;
import ai.preloop.activities.attempts.Attempt.Lost;
import ai.preloop.activities.attempts.Attempt.NotSent;
import ai.preloop.activities.attempts.Attempt.TimedOut;
import ai.preloop.activities.attempts.ModelGates.Passage;
import ai.preloop.activities.attempts.ProviderAnswer.Head;
import ai.preloop.activities.attempts.ProviderAnswer.Holding;
import ai.preloop.activities.attempts.ProviderKeys.Place;
import ai.preloop.activities.models.Limits;
import ai.preloop.activities.providers.Incoming;
import ai.preloop.activities.providers.Outgoing;
import ai.preloop.activities.upstream.Patience;
import ai.preloop.activities.upstream.WebCall;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The requests of one call to one target. */
final class Turn {

  private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

  private final Dispatch request;
  private final Means means;
  private final Tally tally;
  private final Way way;
  private final Passage passage;

  Turn(Dispatch request, Means means, Tally tally, Way way, Passage passage) {
    this.request = request;
    this.means = means;
    this.tally = tally;
    this.way = way;
    this.passage = passage;
  }

  /** Which key was sent, from where. */
  private record Key(Place place, String value) {}

  /** One of them; {@code retry} counts from nought. */
  Step once(int retry) {
    Optional<Key> key;
    WebCall call;
    try {
      key = way.place(request).map(place -> new Key(place, means.keys().of(place)));
      call = call(way.outgoing(request.client(), key.map(Key::value).orElse(null)));
    } catch (ProblemException e) {
      return unasked(e);
    }
    int number = tally.attempted();
    request.unanswered().sent(way.model());
    Attempt attempt = Attempt.of(call, request.client().left());
    count(attempt.outcome());
    return switch (attempt) {
      case Answered answered -> judged(answered, key, number, retry);
      case NotSent(String why, boolean mayHelp) -> {
        request.unanswered().isFree();
        yield failed(
            ProblemType.UPSTREAM_FAILED,
            "was not reached: " + why,
            mayHelp ? again(retry) : Step.NEXT);
      }
      case Lost _ ->
          failed(
              ProblemType.UPSTREAM_FAILED,
              "did not answer.",
              request.unanswered().mayGoOn() ? again(retry) : Step.NEXT);
      // It has had its time, which the client waited for.
      case TimedOut _ ->
          failed(ProblemType.UPSTREAM_TIMEOUT, "did not begin to answer in time.", Step.NEXT);
    };
  }

  private Step failed(ProblemType type, String what, Step then) {
    tally.failed(type, way.model(), what);
    return then;
  }

  private Step unasked(ProblemException why) {
    LOG.warn("The model {} cannot be asked: {}", way.model().alias(), why.detail());
    tally.unasked(way.model(), why);
    return Step.NEXT;
  }

  private Step again(int retry) {
    return new Step.Again(means.backoff().before(retry));
  }

  private WebCall call(Outgoing outgoing) {
    Limits limits = way.model().plan().terms().limits();
    return means
        .outbound()
        .call(
            new WebCall.Request(
                "POST",
                outgoing.uri(),
                outgoing.headers(),
                outgoing.body(),
                new Patience(limits.connect(), limits.firstByte(), limits.idle())));
  }

  private void count(String outcome) {
    means
        .meters()
        .counter("preloop.gateway.attempts", "provider", way.provider().word(), "outcome", outcome)
        .increment();
  }

  private Step judged(Answered answered, Optional<Key> key, int number, int retry) {
    boolean served = false;
    try {
      Incoming incoming = incoming(answered);
      Step step = step(answered, new Came(head(incoming, number), incoming.body()), key, retry);
      served = step instanceof Step.Served;
      return step;
    } catch (IOException e) {
      return failed(ProblemType.UPSTREAM_FAILED, "did not answer.", Step.NEXT);
    } finally {
      if (!served) {
        answered.close();
      }
    }
  }

  /** An answer in the form of its dialect. */
  private record Came(Head head, InputStream body) {}

  private Incoming incoming(Answered answered) throws IOException {
    WebCall call = answered.call();
    return way.provider().incoming(new Incoming(call.status(), call.headers(), call.body()));
  }

  private Step step(Answered answered, Came came, Optional<Key> key, int retry) {
    Head head = came.head();
    int status = head.status();
    if (status >= 300) {
      request.unanswered().isFree();
    }
    if (status >= 300 && status <= 399) {
      return failed(
          ProblemType.UPSTREAM_FAILED,
          "has an endpoint that answers with a redirect, which is not followed.",
          Step.NEXT);
    }
    boolean mayPass =
        status >= 400 && Refusals.mayPass(status, head.headers(), head.operation().dialect());
    boolean isForAnother = Refusals.isForAnother(status, mayPass);
    if (!isForAnother && !way.provider().mayRefuseKey(status)) {
      return new Step.Served(new ProviderAnswer(head, came.body(), new Open(answered, passage)));
    }
    byte[] body = kept(answered, came);
    if (way.provider().refusesKey(status, head.headers(), body)) {
      tally.answered(whole(head.refusingKey(), body, Holding.NOTHING));
      return key.map(this::rotated).orElse(Step.NEXT);
    }
    if (!isForAnother) {
      return new Step.Served(whole(head, body, new Open(answered, passage)));
    }
    tally.answered(whole(head, body, Holding.NOTHING));
    return mayPass ? new Step.Again(means.backoff().before(retry, head.headers())) : Step.NEXT;
  }

  /** The client hears it if no other target serves. */
  private byte[] kept(Answered answered, Came came) {
    byte[] body = KeptBody.of(came.body(), answered.call());
    request.client().left().check();
    return body;
  }

  private static ProviderAnswer whole(Head head, byte[] body, Holding holding) {
    return new ProviderAnswer(head, new ByteArrayInputStream(body), holding);
  }

  /** A key that was exchanged a moment ago is no reason to fail. */
  private Step rotated(Key refused) {
    try {
      means.keys().refused(refused.place(), refused.value());
      return means.keys().of(refused.place()).equals(refused.value())
          ? Step.NEXT
          : new Step.Again(Duration.ZERO);
    } catch (ProblemException e) {
      return unasked(e);
    }
  }

  private Head head(Incoming incoming, int number) {
    return new Head(
        way.model(),
        way.provider().word(),
        way.rendered().operation(),
        incoming.status(),
        incoming.headers(),
        number,
        false);
  }

  /** An answer that is read, and its part of the limits. */
  private record Open(Answered answered, Passage passage) implements Holding {

    @Override
    public void used(long tokens) {
      passage.used(tokens);
    }

    @Override
    public void abort() {
      answered.call().abort();
    }

    @Override
    public void end() {
      answered.close();
      passage.close();
    }
  }
}
