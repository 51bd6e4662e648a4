package ai.preloop.activities.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.Supplier;

/** What an operator watches of the ledger's writer. */
final class AuditMetrics {

  private final MeterRegistry meters;
  private final DistributionSummary batch;
  private final Timer write;
  private final Counter refused;
  private final Counter failed;

  AuditMetrics(MeterRegistry meters) {
    this.meters = meters;
    this.batch = meters.summary("preloop.audit.batch");
    this.write = meters.timer("preloop.audit.write");
    this.refused = meters.counter("preloop.audit.refused");
    this.failed = meters.counter("preloop.audit.failed");
  }

  /** How many places of this share are taken. */
  void watch(String share, Supplier<Number> taken) {
    Gauge.builder("preloop.audit.queue", taken)
        .tag("share", share)
        .strongReference(true)
        .register(meters);
  }

  void written(int records, Runnable write) {
    this.write.record(write);
    batch.record(records);
  }

  void refused() {
    refused.increment();
  }

  void failed() {
    failed.increment();
  }
}
