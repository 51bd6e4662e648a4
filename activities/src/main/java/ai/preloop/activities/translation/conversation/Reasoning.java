package ai.preloop.activities.translation.conversation;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How much the model is to think (null: as it sees fit), in tokens where said, and if it shows. */
public record Reasoning(@Nullable Effort effort, @Nullable Integer budget, boolean shown) {

  private static final int SMALL = 4_096;
  private static final int MIDDLING = 12_288;

  /** From none to the most, with the tokens that stand for each where a number is wanted. */
  public enum Effort {
    NONE(0),
    MINIMAL(1_024),
    LOW(2_048),
    MEDIUM(8_192),
    HIGH(16_384),
    XHIGH(32_768),
    MAX(65_536);

    private final int tokens;

    Effort(int tokens) {
      this.tokens = tokens;
    }

    public int tokens() {
      return tokens;
    }

    /** The one of those that a model takes that is nearest to this, the greater of two. */
    public Effort nearest(Set<Effort> taken) {
      List<Effort> all = List.of(values());
      int place = all.indexOf(this);
      return taken.stream()
          .min(
              Comparator.<Effort>comparingInt(effort -> Math.abs(all.indexOf(effort) - place))
                  .thenComparing(Comparator.reverseOrder()))
          .orElse(this);
    }
  }

  public boolean isOff() {
    return effort == Effort.NONE || (budget != null && budget == 0);
  }

  /** The effort, from the budget where only that was said. */
  public @Nullable Effort level() {
    if (effort != null || budget == null || budget < 0) {
      return effort;
    }
    return budget == 0
        ? Effort.NONE
        : budget <= SMALL ? Effort.LOW : budget <= MIDDLING ? Effort.MEDIUM : Effort.HIGH;
  }

  /** The budget, from the effort where only that was said. */
  public @Nullable Integer tokens() {
    return budget != null || effort == null ? budget : Integer.valueOf(effort.tokens());
  }
}
