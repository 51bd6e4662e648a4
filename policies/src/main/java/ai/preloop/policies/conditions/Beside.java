package ai.preloop.policies.conditions;

import java.util.List;
import java.util.Locale;

/** What is judged beside tools. */
public enum Beside {
  RESOURCES,
  PROMPTS,
  MODELS;

  /** The section of a document that has its entries. */
  public String section() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The variables that take the place of {@code tool}. */
  List<String> variables() {
    return switch (this) {
      case RESOURCES -> List.of("resource");
      case PROMPTS -> List.of("prompt");
      case MODELS -> List.of("model", "request", "cost");
    };
  }
}
