package ai.preloop.activities.translation.messages;

import ai.preloop.activities.dialects.Usage;
import ai.preloop.activities.translation.conversation.CallId;
import ai.preloop.activities.translation.conversation.Seal;
import ai.preloop.activities.translation.conversation.StreamEvent;
import ai.preloop.activities.translation.conversation.StreamEvent.Kind;
import ai.preloop.activities.translation.conversation.StreamWriter;
import ai.preloop.activities.translation.wire.EventText;
import ai.preloop.activities.translation.wire.Json;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes a stream of Anthropic messages; the tokens of the input are told at its end. */
final class MessagesStreamWriter implements StreamWriter {

  private final String model;
  private int index;
  private String delta = "text_delta";
  private String member = "text";

  MessagesStreamWriter(String model) {
    this.model = model;
  }

  @Override
  public void write(StreamEvent event, Consumer<byte[]> out) {
    switch (event) {
      case StreamEvent.Started started -> start(started, out);
      case StreamEvent.Opened opened -> open(opened.kind(), out);
      case StreamEvent.OpenedCall call -> open(call, out);
      case StreamEvent.Delta said -> delta(delta, member, said.text(), out);
      case StreamEvent.Closed closed -> close(closed.seal(), out);
      case StreamEvent.Finished finished -> finish(finished, out);
      case StreamEvent.Failed failed ->
          out.accept(EventText.named("error", MessagesErrors.write(failed.failure())));
    }
  }

  private void start(StreamEvent.Started started, Consumer<byte[]> out) {
    ObjectNode message = MessagesAnswers.message(started.id(), model);
    message.putArray("content");
    message.putNull("stop_reason").putNull("stop_sequence");
    message.set("usage", MessagesAnswers.usage(Usage.NONE));
    ObjectNode event = event("message_start");
    event.set("message", message);
    send(event, out);
  }

  private void open(Kind kind, Consumer<byte[]> out) {
    ObjectNode block = Json.object();
    if (kind == Kind.THOUGHT) {
      says("thinking_delta", "thinking");
      block.put("type", "thinking").put("thinking", "").put("signature", "");
    } else {
      says("text_delta", "text");
      block.put("type", "text").put("text", "");
    }
    open(block, out);
  }

  private void open(StreamEvent.OpenedCall call, Consumer<byte[]> out) {
    says("input_json_delta", "partial_json");
    ObjectNode block =
        Json.object()
            .put("type", "tool_use")
            .put("id", new CallId(MessagesParts.id(call.id()), call.signature()).carried())
            .put("name", call.name());
    block.putObject("input");
    open(block, out);
  }

  private void says(String type, String name) {
    delta = type;
    member = name;
  }

  private void open(ObjectNode block, Consumer<byte[]> out) {
    ObjectNode event = event("content_block_start").put("index", index);
    event.set("content_block", block);
    send(event, out);
  }

  private void delta(String type, String name, String text, Consumer<byte[]> out) {
    ObjectNode event = event("content_block_delta").put("index", index);
    event.putObject("delta").put("type", type).put(name, text);
    send(event, out);
  }

  private void close(@Nullable Seal seal, Consumer<byte[]> out) {
    if (seal != null) {
      delta("signature_delta", "signature", seal.carried(), out);
    }
    send(event("content_block_stop").put("index", index++), out);
  }

  private void finish(StreamEvent.Finished finished, Consumer<byte[]> out) {
    ObjectNode event = event("message_delta");
    event
        .putObject("delta")
        .put("stop_reason", MessagesAnswers.word(finished.stop().reason()))
        .put("stop_sequence", finished.stop().sequence());
    event.set("usage", MessagesAnswers.usage(finished.usage()));
    send(event, out);
    send(event("message_stop"), out);
  }

  private static ObjectNode event(String type) {
    return Json.object().put("type", type);
  }

  private static void send(ObjectNode event, Consumer<byte[]> out) {
    out.accept(EventText.named(event.path("type").asString(""), event));
  }
}
