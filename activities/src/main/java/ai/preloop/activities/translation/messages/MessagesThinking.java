package ai.preloop.activities.translation.messages;

import ai.preloop.activities.translation.conversation.Conversation;
import ai.preloop.activities.translation.conversation.Part;
import ai.preloop.activities.translation.conversation.Reasoning;
import ai.preloop.activities.translation.conversation.Reasoning.Effort;
import ai.preloop.activities.translation.conversation.Turn;
import ai.preloop.activities.translation.conversation.Turn.Role;
import ai.preloop.activities.translation.messages.ClaudeModel.Thinking;
import ai.preloop.activities.translation.wire.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes how much Claude is to think, as its generation is told. */
final class MessagesThinking {

  private static final int LEAST = 1_024;

  private final Conversation asked;
  private final ClaudeModel model;

  MessagesThinking(Conversation asked, ClaudeModel model) {
    this.asked = asked;
    this.model = model;
  }

  /** Whether thinking is asked for. */
  boolean write(ObjectNode json, int mostOutput) {
    Reasoning reasoning = asked.reasoning();
    if (reasoning == null || model.thinking() == Thinking.NEVER) {
      return false;
    }
    if (reasoning.isOff()) {
      off(json);
      return false;
    }
    return switch (model.thinking()) {
      case NEVER -> false;
      case BUDGET -> budget(json, reasoning, mostOutput);
      case ADAPTIVE -> adaptive(json, reasoning);
    };
  }

  private void off(ObjectNode json) {
    switch (model.off()) {
      case UNSAID -> {}
      case DISABLED -> json.set("thinking", Json.object().put("type", "disabled"));
      case BETWEEN_TOOLS -> json.set("thinking", Json.object().put("type", "between_tools"));
      case LEAST -> effort(json, Effort.LOW);
    }
  }

  /**
   * A budget is refused while a tool is forced, and while calls are answered whose thoughts the
   * client did not return.
   */
  private boolean budget(ObjectNode json, Reasoning reasoning, int mostOutput) {
    Integer tokens = reasoning.tokens();
    int wanted = tokens == null || tokens < 0 ? Effort.MEDIUM.tokens() : tokens;
    int budget = Math.min(Math.max(wanted, LEAST), mostOutput - 1);
    if (budget < LEAST || asked.choice().isForced() || isAmidCalls()) {
      return false;
    }
    json.putObject("thinking").put("type", "enabled").put("budget_tokens", budget);
    return true;
  }

  /** From 4.7 on thoughts are shown only where that is said. */
  private boolean adaptive(ObjectNode json, Reasoning reasoning) {
    ObjectNode thinking = json.putObject("thinking").put("type", "adaptive");
    if (reasoning.shown()) {
      thinking.put("display", "summarized");
    }
    effort(json, reasoning.level());
    return true;
  }

  private void effort(ObjectNode json, @Nullable Effort effort) {
    if (effort != null) {
      json.withObjectProperty("output_config").put("effort", word(effort.nearest(model.efforts())));
    }
  }

  private static String word(Effort effort) {
    return effort.name().toLowerCase(Locale.ROOT);
  }

  private boolean isAmidCalls() {
    Turn last = null;
    for (Turn turn : asked.turns()) {
      last = turn.role() == Role.ASSISTANT ? turn : last;
    }
    boolean answersCalls =
        !asked.turns().isEmpty() && !asked.turns().getLast().only(Part.ToolResult.class).isEmpty();
    return answersCalls
        && last != null
        && last.only(Part.Thought.class).stream().noneMatch(MessagesParts::isOurs);
  }
}
