package ai.preloop.activities.audit;

import java.util.function.Consumer;
import org.springframework.transaction.support.TransactionSynchronization;

/** A record that waits for its transaction, with its place in the queue. */
final class OnceCommitted implements TransactionSynchronization {

  private final AuditRecord record;
  private final Consumer<AuditRecord> write;
  private final Consumer<AuditRecord> put;
  private final Runnable giveBack;
  private boolean written;

  /** {@code write} waits until the ledger has it, {@code put} does not. */
  OnceCommitted(
      AuditRecord record,
      Consumer<AuditRecord> write,
      Consumer<AuditRecord> put,
      Runnable giveBack) {
    this.record = record;
    this.write = write;
    this.put = put;
    this.giveBack = giveBack;
  }

  @Override
  public void afterCommit() {
    written = true;
    write.accept(record);
  }

  /** A record before this one may have failed after the commit, and then it is not asked above. */
  @Override
  public void afterCompletion(int status) {
    if (written) {
      return;
    }
    switch (status) {
      case STATUS_COMMITTED -> put.accept(record);
      case STATUS_ROLLED_BACK -> giveBack.run();
      default -> put.accept(record.ended("unknown", null));
    }
  }
}
