package ai.preloop.activities.dialects;

import java.util.Locale;

/** What a request asks of a model. */
public enum Operation {
  CHAT_COMPLETIONS(Dialect.OPENAI),
  RESPONSES(Dialect.OPENAI),
  COUNT_RESPONSE_TOKENS(Dialect.OPENAI),
  EMBEDDINGS(Dialect.OPENAI),
  MESSAGES(Dialect.ANTHROPIC),
  COUNT_MESSAGE_TOKENS(Dialect.ANTHROPIC),
  GENERATE_CONTENT(Dialect.GEMINI),
  STREAM_GENERATE_CONTENT(Dialect.GEMINI),
  COUNT_TOKENS(Dialect.GEMINI);

  private final Dialect dialect;

  Operation(Dialect dialect) {
    this.dialect = dialect;
  }

  public Dialect dialect() {
    return dialect;
  }

  /** Whether it has a model count and nothing more, which providers do not charge for. */
  public boolean isCounting() {
    return this == COUNT_RESPONSE_TOKENS || this == COUNT_MESSAGE_TOKENS || this == COUNT_TOKENS;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
