package ai.preloop.activities.translation.openai;

import ai.preloop.activities.translation.conversation.Reasoning;
import ai.preloop.activities.translation.conversation.Reasoning.Effort;
import ai.preloop.activities.translation.wire.Fields;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The words of OpenAI for how much a model is to reason. */
public final class Efforts {

  private Efforts() {}

  /** Null where the client does not say. */
  public static @Nullable Effort read(Fields owner, String name) {
    String effort = owner.text(name);
    if (effort == null) {
      return null;
    }
    return switch (effort.toLowerCase(Locale.ROOT)) {
      case "none" -> Effort.NONE;
      case "minimal" -> Effort.MINIMAL;
      case "low" -> Effort.LOW;
      case "medium" -> Effort.MEDIUM;
      case "high" -> Effort.HIGH;
      case "xhigh" -> Effort.XHIGH;
      case "max" -> Effort.MAX;
      default ->
          throw owner.problem(name, "must be none, minimal, low, medium, high, xhigh or max");
    };
  }

  /** Null where the model is to reason as it does, or does not. */
  public static @Nullable String word(@Nullable Reasoning reasoning, Set<Effort> taken) {
    Effort effort = reasoning == null ? null : reasoning.level();
    return effort == null || taken.isEmpty()
        ? null
        : effort.nearest(taken).name().toLowerCase(Locale.ROOT);
  }
}
