package ai.preloop.activities.audit;

import ai.preloop.activities.audit.AuditRecord.Circumstances;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A record that was handed to the writer, what gives its places back and, where somebody waits for
 * its commit, who is told.
 */
record Handed(AuditRecord record, Runnable release, @Nullable CompletableFuture<Boolean> waiter) {

  private static final int TEXT = 4 << 10;

  /**
   * One, and one more for each 4 KiB of text, so that places bound how much waits in memory and not
   * only how many.
   */
  static int placesFor(AuditRecord record) {
    return 1 + text(record) / TEXT;
  }

  void committed() {
    release.run();
    if (waiter != null) {
      waiter.complete(true);
    }
  }

  private static int text(AuditRecord record) {
    return length(record.what().arguments())
        + length(record.what().tool())
        + length(record.judgement().rule())
        + justification(record.circumstances())
        + length(record.who().name());
  }

  private static int justification(@Nullable Circumstances circumstances) {
    return circumstances == null ? 0 : length(circumstances.justification());
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }
}
