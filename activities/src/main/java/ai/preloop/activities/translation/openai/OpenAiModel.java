package ai.preloop.activities.translation.openai;

import java.util.regex.Pattern;

/** What follows from a model's name: OpenAI's that reason take some fields that others refuse. */
public record OpenAiModel(String name) {

  private static final Pattern REASONING =
      Pattern.compile("(^|/)(o[1-9]|gpt-([5-9]|[1-9][0-9])|codex)");

  public boolean reasons() {
    return REASONING.matcher(name).find() && !name.contains("chat-latest");
  }
}
