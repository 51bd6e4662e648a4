package ai.preloop.activities.translation.responses;

import ai.preloop.activities.translation.conversation.CallId;
import ai.preloop.activities.translation.conversation.Failure;
import ai.preloop.activities.translation.conversation.Seal;
import ai.preloop.activities.translation.conversation.StreamEvent;
import ai.preloop.activities.translation.conversation.StreamEvent.Kind;
import ai.preloop.activities.translation.conversation.StreamReader;
import ai.preloop.activities.translation.wire.Fields;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a stream of OpenAI responses. */
final class ResponsesStreamReader implements StreamReader {

  private @Nullable Kind open;
  private boolean callIsOpen;
  private boolean hasSaid;

  @Override
  public void read(String data, Consumer<StreamEvent> events) {
    Fields event = Fields.event(data);
    switch (event.text("type", "")) {
      case "response.created" -> start(event.within("response"), events);
      case "response.output_item.added" -> added(event.within("item"), events);
      case "response.output_text.delta" -> say(Kind.TEXT, event.text("delta", ""), events);
      case "response.refusal.delta" -> say(Kind.REFUSAL, event.text("delta", ""), events);
      case "response.reasoning_summary_part.added" -> between(events);
      case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" ->
          say(Kind.THOUGHT, event.text("delta", ""), events);
      case "response.function_call_arguments.delta" -> arguments(event.text("delta", ""), events);
      case "response.output_item.done" -> done(event.within("item"), events);
      case "response.completed", "response.incomplete" -> finish(event.within("response"), events);
      case "response.failed" ->
          events.accept(new StreamEvent.Failed(Failure.inStream(event.within("response"))));
      case "error" -> events.accept(new StreamEvent.Failed(Failure.inStream(event)));
      default -> {
        // What repeats the deltas, and events that are newer than this.
      }
    }
  }

  @Override
  public void end(Consumer<StreamEvent> events) {
    // The stream has an end of its own.
  }

  private static void start(Fields response, Consumer<StreamEvent> events) {
    events.accept(
        new StreamEvent.Started(response.text("id", ""), ResponsesAnswers.created(response)));
  }

  private void added(Fields item, Consumer<StreamEvent> events) {
    close(null, events);
    if (item.text("type", "").equals("function_call")) {
      CallId id = CallId.returned(item.text("call_id", ""));
      callIsOpen = true;
      hasSaid = false;
      events.accept(new StreamEvent.OpenedCall(id.id(), item.text("name", ""), id.signature()));
    }
  }

  private void say(Kind kind, String text, Consumer<StreamEvent> events) {
    open(kind, events);
    if (!text.isEmpty()) {
      hasSaid = true;
      events.accept(new StreamEvent.Delta(text));
    }
  }

  private void open(Kind kind, Consumer<StreamEvent> events) {
    if (open != kind) {
      close(null, events);
      open = kind;
      hasSaid = false;
      events.accept(new StreamEvent.Opened(kind));
    }
  }

  private void between(Consumer<StreamEvent> events) {
    if (open == Kind.THOUGHT && hasSaid) {
      events.accept(new StreamEvent.Delta("\n\n"));
    }
  }

  private void arguments(String text, Consumer<StreamEvent> events) {
    if (callIsOpen && !text.isEmpty()) {
      hasSaid = true;
      events.accept(new StreamEvent.Delta(text));
    }
  }

  private void done(Fields item, Consumer<StreamEvent> events) {
    String type = item.text("type", "");
    Seal seal = type.equals("reasoning") ? ResponsesAnswers.seal(item) : null;
    if (seal != null) {
      open(Kind.THOUGHT, events);
    }
    if (callIsOpen && !hasSaid) {
      arguments(item.text("arguments", ""), events);
    }
    close(seal, events);
  }

  private void finish(Fields response, Consumer<StreamEvent> events) {
    close(null, events);
    events.accept(
        new StreamEvent.Finished(
            ResponsesAnswers.stop(response), ResponsesAnswers.usage(response.within("usage"))));
  }

  private void close(@Nullable Seal seal, Consumer<StreamEvent> events) {
    if (open != null || callIsOpen) {
      events.accept(new StreamEvent.Closed(seal));
    }
    open = null;
    callIsOpen = false;
  }
}
