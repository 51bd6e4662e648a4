package ai.preloop.activities.usage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls, newest first, and where to go on from when there are more. */
public record UsagePage(List<RecordedCall> items, @Nullable String nextCursor) {

  public UsagePage {
    items = List.copyOf(items);
  }
}
