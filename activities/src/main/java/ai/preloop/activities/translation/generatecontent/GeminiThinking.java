package ai.preloop.activities.translation.generatecontent;

import ai.preloop.activities.translation.conversation.Reasoning;
import ai.preloop.activities.translation.conversation.Reasoning.Effort;
import ai.preloop.activities.translation.generatecontent.GeminiModel.Thinking;
import ai.preloop.activities.translation.wire.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes how much Gemini is to think. */
final class GeminiThinking {

  private GeminiThinking() {}

  static void write(ObjectNode config, @Nullable Reasoning reasoning, GeminiModel model) {
    if (reasoning == null || model.thinking() == Thinking.NEVER) {
      return;
    }
    ObjectNode thinking = Json.object();
    if (reasoning.shown() && !reasoning.isOff()) {
      thinking.put("includeThoughts", true);
    }
    switch (model.thinking()) {
      case NEVER -> {}
      case BUDGET -> budget(thinking, reasoning, model);
      case LEVEL -> level(thinking, reasoning.level(), model);
    }
    if (!thinking.isEmpty()) {
      config.set("thinkingConfig", thinking);
    }
  }

  private static void budget(ObjectNode thinking, Reasoning reasoning, GeminiModel model) {
    Integer tokens = reasoning.tokens();
    if (tokens != null) {
      thinking.put("thinkingBudget", within(tokens, model));
    }
  }

  /** Less than nothing leaves it to the model, and nothing turns it off where that can be. */
  private static int within(int tokens, GeminiModel model) {
    if (tokens < 0) {
      return -1;
    }
    return tokens == 0 && !model.alwaysThinks()
        ? 0
        : Math.clamp(tokens, model.leastBudget(), model.mostBudget());
  }

  private static void level(ObjectNode thinking, @Nullable Effort effort, GeminiModel model) {
    if (effort != null) {
      thinking.put("thinkingLevel", effort.nearest(model.levels()).name().toLowerCase(Locale.ROOT));
    }
  }
}
