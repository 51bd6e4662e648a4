package ai.preloop.activities.webhooks;

import ai.preloop.activities.database.BestEffort;
import ai.preloop.activities.loops.NamedLoop;
import ai.preloop.activities.upstream.NotSentException;
import ai.preloop.activities.upstream.Outbound;
import ai.preloop.activities.upstream.Patience;
import ai.preloop.activities.upstream.WebCall;
import ai.preloop.activities.webhooks.DeliveryRows.Due;
import ai.preloop.policies.problems.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.SmartLifecycle;

/**
 * Sends what is due, signed as Standard Webhooks 1.0 has it, and again after a while where no
 * answer of 200 to 299 came. What a receiver took and this node could not note is sent once more,
 * with the same {@code webhook-id}. Receivers that are slow hold up those of their account only.
 */
final class Deliveries implements SmartLifecycle {

  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final Duration KEPT = Duration.ofDays(7);

  /** Longer than a request can take. */
  private static final Duration TAKEN = Duration.ofMinutes(2);

  private static final Patience PATIENCE =
      new Patience(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(5));

  private static final Duration STOP = Duration.ofSeconds(5);

  /** Of each account one more than it has places, so that it shows that there is more. */
  private static final int MOST_LOOKED_AT = UnderWay.AT_ONCE + UnderWay.AT_ONCE / UnderWay.OF_ONE;

  private final DeliveryRows rows;
  private final SealedSecrets secrets;
  private final Outbound outbound;
  private final InstantSource clock;
  private final DeliveryMetrics metrics;
  private final UnderWay underWay = new UnderWay(this::goOn);
  private final NamedLoop loop = new NamedLoop("preloop-webhooks", EVERY, this::deliver);
  private final NamedLoop upkeep;
  private volatile boolean isMore;

  Deliveries(
      DeliveryRows rows,
      SealedSecrets secrets,
      Outbound outbound,
      InstantSource clock,
      DeliveryMetrics metrics) {
    this.rows = rows;
    this.secrets = secrets;
    this.outbound = outbound;
    this.clock = clock;
    this.metrics = metrics;
    this.upkeep =
        new NamedLoop("preloop-webhook-upkeep", Duration.ofHours(1), () -> rows.forget(KEPT));
  }

  /** One round: begins what there is a place for, and waits for none of it. */
  void deliver() {
    isMore = true;
    boolean isLeft = false;
    for (Due due : rows.due(MOST_LOOKED_AT, UnderWay.OF_ONE + 1)) {
      isLeft |= !underWay.begin(due, () -> attempt(due));
    }
    isMore = isLeft;
  }

  private void goOn() {
    if (isMore) {
      loop.nudge();
    }
  }

  /** A row that cannot be written holds up none of the others, and is no reason to hurry. */
  private boolean attempt(Due due) {
    return BestEffort.did(
        "The delivery of an event", () -> rows.take(due, TAKEN).ifPresent(this::deliver));
  }

  /** Waits until nothing is under way. */
  void settle(Duration longest) {
    try {
      underWay.await(longest);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(Delivery delivery) {
    Optional<String> fault = sent(delivery);
    if (fault.isEmpty()) {
      rows.delivered(delivery);
      metrics.delivered();
      return;
    }
    Optional<Duration> rest = Backoff.after(delivery.attempt());
    metrics.failed(rest.isEmpty());
    rest.ifPresentOrElse(
        time -> rows.tryAgain(delivery, time, fault.get()),
        () -> rows.givenUp(delivery, fault.get()));
  }

  /** Why it was not taken; empty where it was. */
  private Optional<String> sent(Delivery delivery) {
    try (WebCall call = outbound.call(request(delivery))) {
      call.send();
      int status = call.status();
      return status >= 200 && status <= 299
          ? Optional.empty()
          : Optional.of("The receiver answered with the status %d.".formatted(status));
    } catch (ProblemException e) {
      return Optional.of(e.detail());
    } catch (NotSentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return Optional.of("The receiver did not answer in time, or the connection was lost.");
    }
  }

  private WebCall.Request request(Delivery delivery) {
    String id = delivery.id().toString();
    long now = clock.instant().getEpochSecond();
    SigningSecret secret =
        secrets.open(delivery.account(), delivery.to().webhook(), delivery.to().secret());
    return new WebCall.Request(
        "POST",
        delivery.to().url(),
        Map.of(
            "Content-Type", List.of("application/json"),
            "User-Agent", List.of("Preloop-Webhooks"),
            "webhook-id", List.of(id),
            "webhook-timestamp", List.of(Long.toString(now)),
            "webhook-signature", List.of(secret.signature(id, now, delivery.body()))),
        delivery.body().getBytes(StandardCharsets.UTF_8),
        PATIENCE);
  }

  @Override
  public void start() {
    loop.start();
    upkeep.start();
  }

  @Override
  public void stop() {
    loop.stop();
    upkeep.stop();
    settle(STOP);
  }

  @Override
  public boolean isRunning() {
    return loop.isRunning();
  }

  @Override
  public int getPhase() {
    return 0;
  }
}
