package ai.preloop.activities.translation.openai;

import ai.preloop.activities.translation.conversation.Reasoning;
import ai.preloop.activities.translation.conversation.Reasoning.Effort;
import ai.preloop.activities.translation.wire.Fields;
import java.util.Locale;
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
      default -> throw owner.problem(name, "must be none, minimal, low, medium, high or xhigh");
    };
  }

  /** Null where the model is to reason as it does. */
  public static @Nullable String word(@Nullable Reasoning reasoning) {
    Effort effort = reasoning == null ? null : reasoning.level();
    return switch (effort) {
      case null -> null;
      case NONE, MINIMAL, LOW, MEDIUM, HIGH, XHIGH -> effort.name().toLowerCase(Locale.ROOT);
      case MAX -> "xhigh";
    };
  }
}
