package ai.preloop.activities.usage;

import ai.preloop.activities.batches.BatchWriter;
import ai.preloop.workflows.identity.AccountId;
import java.util.List;
import java.util.Optional;

/**
 * Batches of entries, each written as far as it has come: one that was settled before it left is
 * one row, and one that is in the batch twice is written once.
 */
record UsageTarget(UsageTable table, UsageMetrics metrics) implements BatchWriter.Target<Entry> {

  @Override
  public String thread() {
    return "preloop-usage";
  }

  @Override
  public String title() {
    return "The ledger of model calls";
  }

  @Override
  public AccountId account(Entry entry) {
    return entry.opened().call().caller().account();
  }

  @Override
  public void write(AccountId account, List<Entry> batch) {
    List<UsageRow> rows =
        batch.stream().distinct().map(Entry::toWrite).flatMap(Optional::stream).toList();
    if (!rows.isEmpty()) {
      metrics.written(rows.size(), () -> table.write(account, rows));
    }
  }

  /** A row is found by its key, so to write it again changes nothing. */
  @Override
  public void writeMissing(AccountId account, List<Entry> batch) {
    write(account, batch);
  }

  @Override
  public void written(List<Entry> batch) {
    batch.forEach(Entry::written);
  }

  @Override
  public void failed() {
    metrics.failed();
  }
}
