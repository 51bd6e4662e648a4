package ai.preloop.activities.translation.generatecontent;

import java.util.regex.Pattern;

/**
 * What follows from a model's name: up to 2.5 Gemini thinks within a budget, later as a level says,
 * and later ones refuse calls in a conversation that come without their signature.
 */
record GeminiModel(String name) {

  private static final Pattern OLD = Pattern.compile("gemini-[12]([.-]|$)");

  boolean thinksWithinBudget() {
    return OLD.matcher(name).find();
  }

  boolean wantsSignatures() {
    return !thinksWithinBudget();
  }

  /** Whether it thinks at least a little, whatever is asked. */
  boolean alwaysThinks() {
    return name.contains("-pro");
  }
}
