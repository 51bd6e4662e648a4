package ai.preloop.activities.translation.messages;

import ai.preloop.activities.translation.conversation.Conversation;
import ai.preloop.activities.translation.conversation.Part;
import ai.preloop.activities.translation.conversation.Reasoning;
import ai.preloop.activities.translation.conversation.Reasoning.Effort;
import ai.preloop.activities.translation.conversation.Turn;
import ai.preloop.activities.translation.conversation.Turn.Role;
import ai.preloop.activities.translation.conversation.Upstream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes how much Claude is to think. It does not where Anthropic would refuse it: while a tool is
 * forced, and while calls are answered whose thoughts the client did not return.
 */
final class MessagesThinking {

  private static final int LEAST = 1_024;

  private final Conversation asked;
  private final Upstream upstream;

  MessagesThinking(Conversation asked, Upstream upstream) {
    this.asked = asked;
    this.upstream = upstream;
  }

  /** Whether thinking is asked for. */
  boolean write(ObjectNode json, int mostOutput) {
    Reasoning reasoning = asked.reasoning();
    if (reasoning == null || reasoning.isOff() || asked.choice().isForced() || isAmidCalls()) {
      return false;
    }
    return new ClaudeModel(upstream.model()).thinksWithinBudget()
        ? budget(json, reasoning, mostOutput)
        : effort(json, reasoning);
  }

  private static boolean budget(ObjectNode json, Reasoning reasoning, int mostOutput) {
    Integer tokens = reasoning.tokens();
    int wanted = tokens == null || tokens < 0 ? Effort.MEDIUM.tokens() : tokens;
    int budget = Math.min(Math.max(wanted, LEAST), mostOutput - 1);
    if (budget < LEAST) {
      return false;
    }
    json.putObject("thinking").put("type", "enabled").put("budget_tokens", budget);
    return true;
  }

  private static boolean effort(ObjectNode json, Reasoning reasoning) {
    ObjectNode thinking = json.putObject("thinking").put("type", "adaptive");
    if (reasoning.shown()) {
      thinking.put("display", "summarized");
    }
    String word = word(reasoning.level());
    if (word != null) {
      json.withObjectProperty("output_config").put("effort", word);
    }
    return true;
  }

  private static @Nullable String word(@Nullable Effort effort) {
    return switch (effort) {
      case null -> null;
      case NONE, MINIMAL, LOW -> "low";
      case MEDIUM -> "medium";
      case HIGH -> "high";
      case XHIGH, MAX -> "max";
    };
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
