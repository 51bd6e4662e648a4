package ai.preloop.activities.usage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.Supplier;

/** What an operator watches of the ledger of model calls. */
final class UsageMetrics {

  private final MeterRegistry meters;
  private final DistributionSummary batch;
  private final Timer write;
  private final Counter refused;
  private final Counter failed;

  UsageMetrics(MeterRegistry meters) {
    this.meters = meters;
    this.batch = meters.summary("preloop.usage.batch");
    this.write = meters.timer("preloop.usage.write");
    this.refused = meters.counter("preloop.usage.refused");
    this.failed = meters.counter("preloop.usage.failed");
  }

  /** {@code queue}: what is to be written; {@code open}: calls that have a place and no end. */
  void watch(String what, Supplier<Number> count) {
    Gauge.builder("preloop.usage." + what, count).strongReference(true).register(meters);
  }

  void written(int rows, Runnable write) {
    this.write.record(write);
    batch.record(rows);
  }

  void refused() {
    refused.increment();
  }

  void failed() {
    failed.increment();
  }
}
