package ai.preloop.activities.translation.chat;

import ai.preloop.activities.dialects.Usage;
import ai.preloop.activities.translation.conversation.Failure;
import ai.preloop.activities.translation.conversation.Seal;
import ai.preloop.activities.translation.conversation.Stop;
import ai.preloop.activities.translation.conversation.StreamEvent;
import ai.preloop.activities.translation.conversation.StreamEvent.Kind;
import ai.preloop.activities.translation.conversation.StreamReader;
import ai.preloop.activities.translation.wire.Fields;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a stream of chat completions; the tokens come after the reason to stop. */
final class ChatStreamReader implements StreamReader {

  private static final Failure INTERWOVEN =
      new Failure(
          502,
          "The provider's stream goes back to a tool call that it had left.",
          "stream_unreadable");

  private boolean started;
  private @Nullable Kind open;
  private int number = -1;
  private String callId = "";
  private boolean callIsOpen;
  private @Nullable Stop stop;
  private Usage usage = Usage.NONE;

  @Override
  public void read(String data, Consumer<StreamEvent> events) {
    if (data.strip().equals("[DONE]")) {
      end(events);
      return;
    }
    Fields chunk = Fields.event(data);
    if (chunk.has("error")) {
      events.accept(new StreamEvent.Failed(Failure.inStream(chunk)));
      return;
    }
    start(chunk, events);
    if (chunk.has("usage")) {
      usage = ChatAnswers.usage(chunk.within("usage"));
    }
    List<Fields> choices = chunk.objects("choices");
    if (!choices.isEmpty()) {
      choice(choices.getFirst(), events);
    }
  }

  @Override
  public void end(Consumer<StreamEvent> events) {
    if (stop != null) {
      events.accept(new StreamEvent.Finished(stop, usage));
    }
  }

  private void start(Fields chunk, Consumer<StreamEvent> events) {
    if (!started) {
      started = true;
      events.accept(new StreamEvent.Started(chunk.text("id", ""), ChatAnswers.created(chunk)));
    }
  }

  private void choice(Fields choice, Consumer<StreamEvent> events) {
    Fields delta = choice.within("delta");
    ChatSaid.in(delta).forEach(said -> say(said, events));
    for (Fields piece : delta.objects("tool_calls")) {
      call(piece, events);
    }
    String reason = choice.text("finish_reason", "");
    if (!reason.isEmpty()) {
      close(events);
      stop = ChatAnswers.stop(reason);
    }
  }

  private void say(ChatSaid said, Consumer<StreamEvent> events) {
    if (open != said.kind()) {
      close(events);
      open = said.kind();
      events.accept(new StreamEvent.Opened(said.kind()));
    }
    events.accept(new StreamEvent.Delta(said.text()));
  }

  private void call(Fields piece, Consumer<StreamEvent> events) {
    Integer said = piece.integer("index");
    String id = piece.text("id", "");
    Fields function = piece.within("function");
    if (isAnother(said, id)) {
      close(events);
      number = said == null ? number + 1 : said;
      callId = id.isEmpty() ? "call_" + number : id;
      callIsOpen = true;
      events.accept(new StreamEvent.OpenedCall(callId, function.text("name", ""), null));
    } else if (!callIsOpen || (said != null && said < number)) {
      events.accept(new StreamEvent.Failed(INTERWOVEN));
      return;
    }
    String arguments = function.text("arguments", "");
    if (!arguments.isEmpty()) {
      events.accept(new StreamEvent.Delta(arguments));
    }
  }

  /** Calls are numbered; servers that number none, or all alike, tell them apart by their ids. */
  private boolean isAnother(@Nullable Integer said, String id) {
    if (number < 0 || (said != null && said != number)) {
      return said == null || said > number;
    }
    return !id.isEmpty() && !id.equals(callId);
  }

  private void close(Consumer<StreamEvent> events) {
    if (open != null || callIsOpen) {
      events.accept(new StreamEvent.Closed(open == Kind.THOUGHT ? Seal.of(Seal.CHAT, "") : null));
    }
    open = null;
    callIsOpen = false;
  }
}
