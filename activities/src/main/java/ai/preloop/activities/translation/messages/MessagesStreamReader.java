package ai.preloop.activities.translation.messages;

import ai.preloop.activities.dialects.Operation;
import ai.preloop.activities.dialects.UsageTally;
import ai.preloop.activities.translation.conversation.CallId;
import ai.preloop.activities.translation.conversation.Failure;
import ai.preloop.activities.translation.conversation.Seal;
import ai.preloop.activities.translation.conversation.Stop;
import ai.preloop.activities.translation.conversation.Stop.Reason;
import ai.preloop.activities.translation.conversation.StreamEvent;
import ai.preloop.activities.translation.conversation.StreamEvent.Kind;
import ai.preloop.activities.translation.conversation.StreamReader;
import ai.preloop.activities.translation.wire.Fields;
import ai.preloop.activities.translation.wire.Json;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a stream of Anthropic messages. */
final class MessagesStreamReader implements StreamReader {

  private final UsageTally tally = new UsageTally(Operation.MESSAGES);
  private @Nullable String model;
  private Stop stop = Stop.of(Reason.END);
  private @Nullable Seal seal;
  private boolean isOpen;
  private boolean callHasInput;
  private @Nullable String callInput;

  @Override
  public void read(String data, Consumer<StreamEvent> events) {
    Fields event = Fields.event(data);
    switch (event.text("type", "")) {
      case "message_start" -> start(event.within("message"), events);
      case "content_block_start" -> open(event.within("content_block"), events);
      case "content_block_delta" -> delta(event.within("delta"), events);
      case "content_block_stop" -> close(events);
      case "message_delta" -> {
        stop = MessagesAnswers.stop(event.within("delta"));
        tally.absorb(Json.bytes(event.within("usage").node()));
      }
      case "message_stop" -> events.accept(new StreamEvent.Finished(stop, tally.total()));
      case "error" -> events.accept(new StreamEvent.Failed(Failure.inStream(event)));
      default -> {
        // Pings, and events that are newer than this.
      }
    }
  }

  @Override
  public void end(Consumer<StreamEvent> events) {
    // The stream has an end of its own.
  }

  private void start(Fields message, Consumer<StreamEvent> events) {
    tally.absorb(Json.bytes(message.within("usage").node()));
    model = message.text("model");
    events.accept(new StreamEvent.Started(message.text("id", ""), null));
  }

  private void open(Fields block, Consumer<StreamEvent> events) {
    isOpen = true;
    seal = null;
    callInput = null;
    switch (block.text("type", "")) {
      case "text" -> open(Kind.TEXT, block.text("text", ""), events);
      case "thinking" -> open(Kind.THOUGHT, block.text("thinking", ""), events);
      case "redacted_thinking" -> {
        open(Kind.THOUGHT, "", events);
        seal = Seal.of(Seal.MESSAGES, block.text("data", "")).by(model).hidden();
      }
      case "tool_use" -> {
        CallId id = CallId.returned(block.text("id", ""));
        events.accept(new StreamEvent.OpenedCall(id.id(), block.text("name", ""), id.signature()));
        callHasInput = false;
        callInput = Json.text(block.within("input").node());
      }
      default -> isOpen = false;
    }
  }

  private static void open(Kind kind, String text, Consumer<StreamEvent> events) {
    events.accept(new StreamEvent.Opened(kind));
    say(text, events);
  }

  private void delta(Fields delta, Consumer<StreamEvent> events) {
    if (!isOpen) {
      return;
    }
    switch (delta.text("type", "")) {
      case "text_delta" -> say(delta.text("text", ""), events);
      case "thinking_delta" -> say(delta.text("thinking", ""), events);
      case "signature_delta" ->
          seal = Seal.of(Seal.MESSAGES, delta.text("signature", "")).by(model);
      case "input_json_delta" -> {
        String json = delta.text("partial_json", "");
        callHasInput |= !json.isEmpty();
        say(json, events);
      }
      default -> {
        // Citations, which no other format has.
      }
    }
  }

  private void close(Consumer<StreamEvent> events) {
    if (isOpen) {
      if (callInput != null && !callHasInput) {
        say(callInput, events);
      }
      events.accept(new StreamEvent.Closed(seal));
    }
    isOpen = false;
  }

  private static void say(String text, Consumer<StreamEvent> events) {
    if (!text.isEmpty()) {
      events.accept(new StreamEvent.Delta(text));
    }
  }
}
