package ai.preloop.activities.translation.chat;

import ai.preloop.activities.translation.conversation.CallId;
import ai.preloop.activities.translation.conversation.Seal;
import ai.preloop.activities.translation.conversation.StreamEvent;
import ai.preloop.activities.translation.conversation.StreamEvent.Kind;
import ai.preloop.activities.translation.conversation.StreamWriter;
import ai.preloop.activities.translation.openai.OpenAiErrors;
import ai.preloop.activities.translation.wire.EventText;
import ai.preloop.activities.translation.wire.Json;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes a stream of chat completions, with a last chunk that has the tokens and no choice. */
final class ChatStreamWriter implements StreamWriter {

  private final String model;
  private final StringBuilder thought = new StringBuilder();
  private String id = "";
  private long created;
  private @Nullable Kind open;
  private int call = -1;
  private int details;

  ChatStreamWriter(String model) {
    this.model = model;
  }

  @Override
  public void write(StreamEvent event, Consumer<byte[]> out) {
    switch (event) {
      case StreamEvent.Started started -> {
        id = started.id();
        created = started.createdAt();
        delta(Json.object().put("role", "assistant").put("content", ""), out);
      }
      case StreamEvent.Opened opened -> {
        open = opened.kind();
        thought.setLength(0);
      }
      case StreamEvent.OpenedCall opened -> call(opened, out);
      case StreamEvent.Delta said -> say(said.text(), out);
      case StreamEvent.Closed closed -> close(closed.seal(), out);
      case StreamEvent.Finished finished -> finish(finished, out);
      case StreamEvent.Failed failed -> {
        out.accept(EventText.data(OpenAiErrors.write(failed.failure())));
        out.accept(EventText.done());
      }
    }
  }

  private void call(StreamEvent.OpenedCall opened, Consumer<byte[]> out) {
    open = null;
    ObjectNode delta = Json.object();
    ObjectNode piece = delta.putArray("tool_calls").addObject().put("index", ++call);
    piece.put("id", new CallId(opened.id(), opened.signature()).carried()).put("type", "function");
    piece.putObject("function").put("name", opened.name()).put("arguments", "");
    delta(delta, out);
  }

  private void say(String text, Consumer<byte[]> out) {
    switch (open) {
      case null -> {
        ObjectNode delta = Json.object();
        ObjectNode piece = delta.putArray("tool_calls").addObject().put("index", call);
        piece.putObject("function").put("arguments", text);
        delta(delta, out);
      }
      case TEXT -> delta(Json.object().put("content", text), out);
      case REFUSAL -> delta(Json.object().put("refusal", text), out);
      case THOUGHT -> {
        thought.append(text);
        delta(Json.object().put("reasoning_content", text), out);
      }
    }
  }

  private void close(@Nullable Seal seal, Consumer<byte[]> out) {
    if (seal != null) {
      ObjectNode delta = Json.object();
      delta
          .putArray("reasoning_details")
          .add(ChatAnswers.detail(details++, thought.toString(), seal));
      delta(delta, out);
    }
  }

  private void finish(StreamEvent.Finished finished, Consumer<byte[]> out) {
    chunk(Json.object(), ChatAnswers.word(finished.stop().reason()), out);
    ObjectNode last = head();
    last.putArray("choices");
    last.set("usage", ChatAnswers.usage(finished.usage()));
    out.accept(EventText.data(last));
    out.accept(EventText.done());
  }

  private void delta(ObjectNode delta, Consumer<byte[]> out) {
    chunk(delta, null, out);
  }

  private void chunk(ObjectNode delta, @Nullable String reason, Consumer<byte[]> out) {
    ObjectNode chunk = head();
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    choice.putNull("logprobs").put("finish_reason", reason);
    out.accept(EventText.data(chunk));
  }

  private ObjectNode head() {
    return ChatAnswers.head(id, "chat.completion.chunk", created, model);
  }
}
