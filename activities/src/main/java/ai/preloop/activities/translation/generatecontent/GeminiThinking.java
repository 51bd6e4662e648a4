package ai.preloop.activities.translation.generatecontent;

import ai.preloop.activities.translation.conversation.Reasoning;
import ai.preloop.activities.translation.conversation.Reasoning.Effort;
import ai.preloop.activities.translation.wire.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes how much Gemini is to think. */
final class GeminiThinking {

  private static final int LEAST = 128;
  private static final int MOST = 24_576;

  private GeminiThinking() {}

  static void write(ObjectNode config, @Nullable Reasoning reasoning, GeminiModel model) {
    if (reasoning == null) {
      return;
    }
    ObjectNode thinking = Json.object();
    if (reasoning.shown() && !reasoning.isOff()) {
      thinking.put("includeThoughts", true);
    }
    if (model.thinksWithinBudget()) {
      budget(thinking, reasoning, model);
    } else {
      level(thinking, reasoning.level(), model);
    }
    if (!thinking.isEmpty()) {
      config.set("thinkingConfig", thinking);
    }
  }

  private static void budget(ObjectNode thinking, Reasoning reasoning, GeminiModel model) {
    Integer tokens = reasoning.tokens();
    if (tokens != null) {
      int least = model.alwaysThinks() ? LEAST : 0;
      thinking.put("thinkingBudget", tokens < 0 ? -1 : Math.clamp(tokens, least, MOST));
    }
  }

  private static void level(ObjectNode thinking, @Nullable Effort effort, GeminiModel model) {
    if (effort != null) {
      thinking.put(
          "thinkingLevel",
          switch (effort) {
            case NONE, MINIMAL -> model.alwaysThinks() ? "low" : "minimal";
            case LOW -> "low";
            case MEDIUM -> "medium";
            case HIGH, XHIGH, MAX -> "high";
          });
    }
  }
}
