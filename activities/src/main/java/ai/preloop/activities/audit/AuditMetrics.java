package ai.preloop.activities.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.Supplier;

/** What an operator watches of the ledger's writer. */
final class AuditMetrics {

  private final DistributionSummary batch;
  private final Timer write;
  private final Counter refused;
  private final Counter failed;

  AuditMetrics(MeterRegistry meters, Supplier<Number> depth) {
    Gauge.builder("preloop.audit.queue", depth).strongReference(true).register(meters);
    this.batch = meters.summary("preloop.audit.batch");
    this.write = meters.timer("preloop.audit.write");
    this.refused = meters.counter("preloop.audit.refused");
    this.failed = meters.counter("preloop.audit.failed");
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
