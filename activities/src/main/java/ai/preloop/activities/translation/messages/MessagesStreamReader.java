package ai.preloop.activities.translation.messages;

import ai.preloop.activities.dialects.Usage;
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
import ai.preloop.policies.problems.ProblemType;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a stream of Anthropic messages; its counts of tokens are totals, each replacing the last.
 */
final class MessagesStreamReader implements StreamReader {

  private final ObjectNode counted = Json.object();
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
        count(event.within("usage"));
      }
      case "message_stop" -> events.accept(new StreamEvent.Finished(stop, usage()));
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
    count(message.within("usage"));
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
        seal = new Seal(Seal.MESSAGES, block.text("data", ""), null, true);
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
      case "signature_delta" -> seal = Seal.of(Seal.MESSAGES, delta.text("signature", ""));
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

  private void count(Fields usage) {
    usage.node().forEachEntry(counted::set);
  }

  private Usage usage() {
    return MessagesAnswers.usage(Fields.of(counted, ProblemType.UPSTREAM_FAILED));
  }
}
