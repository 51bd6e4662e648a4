package ai.preloop.activities.translation;

/** The formats of requests, answers and streams that are translated into one another. */
public enum Format {
  CHAT_COMPLETIONS,
  RESPONSES,
  MESSAGES,
  GENERATE_CONTENT
}
