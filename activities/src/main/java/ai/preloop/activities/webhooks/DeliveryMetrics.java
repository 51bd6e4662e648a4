package ai.preloop.activities.webhooks;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** What an operator watches of webhooks. */
final class DeliveryMetrics {

  private static final String ATTEMPTS = "preloop.webhooks.attempts";

  private final MeterRegistry meters;

  DeliveryMetrics(MeterRegistry meters) {
    this.meters = meters;
    for (String outcome : List.of("delivered", "failed", "given_up")) {
      var _ = meters.counter(ATTEMPTS, "outcome", outcome);
    }
  }

  void delivered() {
    meters.counter(ATTEMPTS, "outcome", "delivered").increment();
  }

  void failed(boolean isTheLast) {
    meters.counter(ATTEMPTS, "outcome", isTheLast ? "given_up" : "failed").increment();
  }
}
