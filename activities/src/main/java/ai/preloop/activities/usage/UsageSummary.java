package ai.preloop.activities.usage;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of a span come to, in all and by groups; {@code cut} where there are more groups.
 */
public record UsageSummary(UsageSpan span, Totals totals, List<Group> groups, boolean cut) {

  public UsageSummary {
    groups = List.copyOf(groups);
  }

  /**
   * One group: what it has of each dimension, null where its calls have none, and the name of its
   * key or its user where it has one and they are known.
   */
  public record Group(
      Map<Dimension, @Nullable String> of, Map<Dimension, @Nullable String> names, Totals totals) {}
}
