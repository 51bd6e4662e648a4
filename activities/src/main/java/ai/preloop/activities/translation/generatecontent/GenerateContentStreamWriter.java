package ai.preloop.activities.translation.generatecontent;

import ai.preloop.activities.translation.conversation.CallId;
import ai.preloop.activities.translation.conversation.Part;
import ai.preloop.activities.translation.conversation.Seal;
import ai.preloop.activities.translation.conversation.StreamEvent;
import ai.preloop.activities.translation.conversation.StreamEvent.Kind;
import ai.preloop.activities.translation.conversation.StreamWriter;
import ai.preloop.activities.translation.generatecontent.GenerateContentAnswers.Envelope;
import ai.preloop.activities.translation.openai.Arguments;
import ai.preloop.activities.translation.wire.EventText;
import ai.preloop.activities.translation.wire.Json;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a stream of Gemini ({@code alt=sse}); a call is told once it is complete. */
final class GenerateContentStreamWriter implements StreamWriter {

  private final String model;
  private final StringBuilder arguments = new StringBuilder();
  private Envelope envelope;
  private StreamEvent.@Nullable OpenedCall call;
  private @Nullable Kind open;

  GenerateContentStreamWriter(String model) {
    this.model = model;
    this.envelope = new Envelope("", model);
  }

  @Override
  public void write(StreamEvent event, Consumer<byte[]> out) {
    if (event instanceof StreamEvent.Failed failed) {
      fail(GenerateContentErrors.write(failed.failure()), out);
    } else {
      pieces(event, piece -> out.accept(EventText.data(piece)));
    }
  }

  /** The pieces of an answer that are due, without what is around them. */
  void pieces(StreamEvent event, Consumer<ObjectNode> out) {
    switch (event) {
      case StreamEvent.Started started -> envelope = new Envelope(started.id(), model);
      case StreamEvent.Opened opened -> {
        open = opened.kind();
        call = null;
      }
      case StreamEvent.OpenedCall opened -> {
        call = opened;
        arguments.setLength(0);
      }
      case StreamEvent.Delta delta -> say(delta.text(), out);
      case StreamEvent.Closed closed -> close(closed.seal(), out);
      case StreamEvent.Finished finished -> finish(finished, out);
      case StreamEvent.Failed failed -> out.accept(GenerateContentErrors.write(failed.failure()));
    }
  }

  private void finish(StreamEvent.Finished finished, Consumer<ObjectNode> out) {
    ArrayNode parts = Json.array().add(GenerateContentAnswers.NOTHING.deepCopy());
    out.accept(envelope.finished(parts, finished.stop(), finished.usage()));
  }

  /** Google's client of JavaScript hears only of an error that is no event, others of events. */
  private static void fail(ObjectNode error, Consumer<byte[]> out) {
    out.accept(EventText.data(error));
    out.accept(Json.bytes(error));
  }

  private void say(String text, Consumer<ObjectNode> out) {
    if (call != null) {
      arguments.append(text);
    } else if (open == Kind.THOUGHT) {
      send(GenerateContentAnswers.thought(text, null), out);
    } else {
      send(Json.object().put("text", text), out);
    }
  }

  private void close(@Nullable Seal seal, Consumer<ObjectNode> out) {
    if (call != null) {
      Part.ToolCall complete =
          new Part.ToolCall(
              call.id(), call.name(), Arguments.read(arguments.toString()), null, null);
      String id = new CallId(call.id(), call.signature()).carried();
      send(GenerateContentParts.call(complete, id), out);
      call = null;
    } else if (seal != null) {
      send(GenerateContentAnswers.thought("", seal), out);
    }
  }

  private void send(ObjectNode part, Consumer<ObjectNode> out) {
    out.accept(envelope.piece(Json.array().add(part)));
  }
}
