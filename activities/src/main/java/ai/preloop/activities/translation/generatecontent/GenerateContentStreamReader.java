package ai.preloop.activities.translation.generatecontent;

import ai.preloop.activities.dialects.Usage;
import ai.preloop.activities.translation.conversation.Failure;
import ai.preloop.activities.translation.conversation.Stop;
import ai.preloop.activities.translation.conversation.StreamEvent;
import ai.preloop.activities.translation.conversation.StreamEvent.Kind;
import ai.preloop.activities.translation.conversation.StreamReader;
import ai.preloop.activities.translation.wire.Fields;
import ai.preloop.activities.translation.wire.Json;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a stream of Gemini, which ends without a word once a reason to finish was given. */
final class GenerateContentStreamReader implements StreamReader {

  private @Nullable String id;
  private @Nullable Kind open;
  private @Nullable Stop stop;
  private Usage usage = Usage.NONE;
  private int calls;

  @Override
  public void read(String data, Consumer<StreamEvent> events) {
    Fields chunk = Fields.event(data);
    if (chunk.has("error")) {
      events.accept(new StreamEvent.Failed(Failure.inStream(chunk)));
      return;
    }
    if (id == null) {
      id = chunk.text("responseId", "");
      events.accept(new StreamEvent.Started(id, null));
    }
    Fields candidate = GenerateContentAnswers.candidate(chunk);
    for (Fields part : candidate.within("content").objects("parts")) {
      part(part, events);
    }
    if (chunk.has("usageMetadata")) {
      usage = GenerateContentAnswers.usage(chunk);
    }
    FinishReasons.failure(candidate)
        .ifPresent(failure -> events.accept(new StreamEvent.Failed(failure)));
    if (candidate.has("finishReason") || chunk.within("promptFeedback").has("blockReason")) {
      stop = FinishReasons.stop(chunk, candidate);
    }
  }

  @Override
  public void end(Consumer<StreamEvent> events) {
    if (stop != null) {
      close(events);
      events.accept(new StreamEvent.Finished(stop, usage));
    }
  }

  private void part(Fields part, Consumer<StreamEvent> events) {
    if (part.has("functionCall")) {
      call(part, events);
    } else if (!part.text("text", "").isEmpty()) {
      open(part.isTrue("thought") ? Kind.THOUGHT : Kind.TEXT, events);
      events.accept(new StreamEvent.Delta(part.requiredText("text")));
    }
  }

  private void call(Fields part, Consumer<StreamEvent> events) {
    close(events);
    Fields call = part.within("functionCall");
    String callId = GenerateContentAnswers.callId(call, String.valueOf(id), calls++);
    events.accept(
        new StreamEvent.OpenedCall(callId, call.text("name", ""), part.text("thoughtSignature")));
    events.accept(new StreamEvent.Delta(Json.text(call.within("args").node())));
    events.accept(new StreamEvent.Closed(null));
  }

  private void open(Kind kind, Consumer<StreamEvent> events) {
    if (open != kind) {
      close(events);
      open = kind;
      events.accept(new StreamEvent.Opened(kind));
    }
  }

  private void close(Consumer<StreamEvent> events) {
    if (open != null) {
      open = null;
      events.accept(new StreamEvent.Closed(null));
    }
  }
}
