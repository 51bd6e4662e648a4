package ai.preloop.activities.audit;

import ai.preloop.activities.batches.BatchWriter;
import ai.preloop.workflows.identity.AccountId;
import java.util.List;

/** Batches of records, as they extend the chain of an account. */
record LedgerTarget(Ledger ledger, AuditMetrics metrics) implements BatchWriter.Target<Handed> {

  @Override
  public String thread() {
    return "preloop-audit";
  }

  @Override
  public String title() {
    return "The audit trail";
  }

  @Override
  public AccountId account(Handed entry) {
    return entry.record().account();
  }

  @Override
  public void write(AccountId account, List<Handed> batch) {
    metrics.written(batch.size(), () -> ledger.append(account, records(batch)));
  }

  @Override
  public void writeMissing(AccountId account, List<Handed> batch) {
    metrics.written(batch.size(), () -> ledger.appendMissing(account, records(batch)));
  }

  @Override
  public void written(List<Handed> batch) {
    batch.forEach(Handed::committed);
  }

  @Override
  public void failed() {
    metrics.failed();
  }

  private static List<AuditRecord> records(List<Handed> batch) {
    return batch.stream().map(Handed::record).toList();
  }
}
