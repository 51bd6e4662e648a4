package ai.preloop.activities.dialects;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonType;
import org.jspecify.annotations.Nullable;

/** Whether the answer is to come in pieces, and whether these are to end with its usage. */
record Streaming(boolean streamed, boolean asksForUsage, boolean canAskForUsage) {

  private static final String ASKING = "{\"include_usage\":true}";

  static Streaming of(Operation operation, JsonSlice body) {
    return switch (operation) {
      case CHAT_COMPLETIONS -> chat(body);
      case RESPONSES, MESSAGES -> new Streaming(isStreamed(body), false, false);
      case STREAM_GENERATE_CONTENT -> new Streaming(true, false, false);
      case EMBEDDINGS,
          GENERATE_CONTENT,
          COUNT_RESPONSE_TOKENS,
          COUNT_MESSAGE_TOKENS,
          COUNT_TOKENS ->
          new Streaming(false, false, false);
    };
  }

  private static Streaming chat(JsonSlice body) {
    JsonSlice options = body.member("stream_options");
    if (options != null && !options.is(JsonType.OBJECT) && !options.is(JsonType.NULL)) {
      throw Refusal.because("The value of \"stream_options\" has to be an object.");
    }
    boolean asks = false;
    if (options != null) {
      KnownNames.check(options);
      asks = Members.isTrue("include_usage", options.member("include_usage"));
    }
    return new Streaming(isStreamed(body), asks, true);
  }

  private static boolean isStreamed(JsonSlice body) {
    return Members.isTrue("stream", body.member("stream"));
  }

  /** OpenAI's API reference, chat completions, {@code stream_options}. */
  void askForUsage(JsonSlice body, Edits edits) {
    if (!streamed || asksForUsage || !canAskForUsage) {
      return;
    }
    JsonSlice options = body.member("stream_options");
    if (options == null) {
      edits.append(body, ",\"stream_options\":" + ASKING);
    } else {
      edits.replace(options, asking(options).toString());
    }
  }

  private static JsonSlice asking(@Nullable JsonSlice options) {
    JsonSlice yes = JsonSlice.of(new byte[] {'t', 'r', 'u', 'e'});
    JsonSlice object =
        options == null || options.is(JsonType.NULL)
            ? JsonSlice.of(new byte[] {'{', '}'})
            : options;
    return object.with("include_usage", yes);
  }
}
