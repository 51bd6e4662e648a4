package ai.preloop.activities.translation.conversation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether tools may or must be called, which of them ({@code names} empty: any), and at once. */
public record ToolChoice(Mode mode, List<String> names, @Nullable Boolean parallel) {

  public ToolChoice {
    names = List.copyOf(names);
  }

  /** {@code UNSAID} is the provider's own choice. */
  public enum Mode {
    UNSAID,
    AUTO,
    NONE,
    REQUIRED
  }

  public static ToolChoice of(Mode mode) {
    return new ToolChoice(mode, List.of(), null);
  }

  public static ToolChoice only(String name) {
    return new ToolChoice(Mode.REQUIRED, List.of(name), null);
  }

  public ToolChoice withParallel(@Nullable Boolean allowed) {
    return new ToolChoice(mode, names, allowed);
  }

  public boolean isForced() {
    return mode == Mode.REQUIRED;
  }
}
