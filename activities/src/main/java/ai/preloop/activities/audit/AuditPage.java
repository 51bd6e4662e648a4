package ai.preloop.activities.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records, newest first, and where to go on from when there are more. */
public record AuditPage(List<ChainedRecord> items, @Nullable String nextCursor) {

  public AuditPage {
    items = List.copyOf(items);
  }
}
