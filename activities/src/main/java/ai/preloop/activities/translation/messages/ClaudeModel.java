package ai.preloop.activities.translation.messages;

import java.util.regex.Pattern;

/**
 * What follows from a model's name: Claude up to 4.5 thinks within a budget, later ones as an
 * effort says, and both refuse the other way.
 */
record ClaudeModel(String name) {

  private static final Pattern WITH_BUDGET =
      Pattern.compile("claude-(3|(opus|sonnet|haiku)-(3|4-[0-5](?![0-9])|4-20|4@|4$))");

  boolean thinksWithinBudget() {
    return WITH_BUDGET.matcher(name).find();
  }
}
