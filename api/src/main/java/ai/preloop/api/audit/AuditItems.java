package ai.preloop.api.audit;

import ai.preloop.activities.audit.ChainedRecord;
import ai.preloop.activities.pages.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** A page of records, newest first. */
@JsonNaming(SnakeCaseStrategy.class)
record AuditItems(List<AuditItem> items, @Nullable String nextCursor) {

  static AuditItems of(Page<ChainedRecord> page) {
    return new AuditItems(page.items().stream().map(AuditItem::of).toList(), page.nextCursor());
  }
}
