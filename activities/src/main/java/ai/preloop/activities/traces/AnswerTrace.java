package ai.preloop.activities.traces;

import ai.preloop.activities.dialects.Operation;
import ai.preloop.activities.json.JsonSlice;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes what is traced out of an answer, as the client gets it: event by event, or the whole at
 * once. Not safe for threads.
 */
public final class AnswerTrace implements Consumer<JsonSlice> {

  private final Operation operation;
  private final Noted noted;
  private final GenerateContentParts gemini = new GenerateContentParts();

  /** {@code operation} is what the client asked, {@code capture} what of its words is kept. */
  public AnswerTrace(Operation operation, Capture capture) {
    this.operation = operation;
    this.noted = new Noted(capture.on() ? new Excerpt(capture.chars()) : null);
  }

  @Override
  public void accept(JsonSlice said) {
    switch (operation) {
      case CHAT_COMPLETIONS -> ChatParts.note(said, noted);
      case RESPONSES -> ResponsesParts.note(said, noted);
      case MESSAGES -> MessagesParts.note(said, noted);
      case GENERATE_CONTENT, STREAM_GENERATE_CONTENT -> gemini.note(said, noted);
      case EMBEDDINGS, COUNT_RESPONSE_TOKENS, COUNT_MESSAGE_TOKENS, COUNT_TOKENS -> {}
    }
  }

  /** The ids of the tool calls that were asked for, as {@link ClientCallId} keeps them. */
  public List<String> toolCalls() {
    return noted.toolCalls();
  }

  @Nullable Excerpt excerpt() {
    return noted.excerpt();
  }
}
