package ai.preloop.activities.dialects;

import java.util.Locale;

/** How clients speak to models: the interfaces of OpenAI, Anthropic and Gemini. */
public enum Dialect {
  OPENAI,
  ANTHROPIC,
  GEMINI;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
