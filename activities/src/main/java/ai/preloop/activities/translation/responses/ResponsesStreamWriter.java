package ai.preloop.activities.translation.responses;

import ai.preloop.activities.translation.conversation.CallId;
import ai.preloop.activities.translation.conversation.Failure;
import ai.preloop.activities.translation.conversation.StreamEvent;
import ai.preloop.activities.translation.conversation.StreamWriter;
import ai.preloop.activities.translation.wire.EventText;
import ai.preloop.activities.translation.wire.Json;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a stream of OpenAI responses; its last event holds the whole answer once more. */
final class ResponsesStreamWriter implements StreamWriter {

  private final String model;
  private final ArrayNode output = Json.array();
  private ResponseEnvelope envelope;
  private @Nullable OpenItem open;
  private int sequence;

  ResponsesStreamWriter(String model) {
    this.model = model;
    this.envelope = new ResponseEnvelope("", 0, model);
  }

  @Override
  public void write(StreamEvent event, Consumer<byte[]> out) {
    switch (event) {
      case StreamEvent.Started started -> {
        envelope = new ResponseEnvelope(started.id(), started.createdAt(), model);
        response("response.created", envelope.begun(), out);
        response("response.in_progress", envelope.begun(), out);
      }
      case StreamEvent.Opened opened ->
          open(
              switch (opened.kind()) {
                case TEXT -> OpenItem.text(id(), output.size());
                case REFUSAL -> OpenItem.refusal(id(), output.size());
                case THOUGHT -> OpenItem.thought(id(), output.size());
              },
              out);
      case StreamEvent.OpenedCall call ->
          open(
              OpenItem.call(
                  id(),
                  output.size(),
                  new CallId(call.id(), call.signature()).carried(),
                  call.name()),
              out);
      case StreamEvent.Delta delta -> {
        if (open != null) {
          open.delta(delta.text()).forEach(told -> send(told, out));
        }
      }
      case StreamEvent.Closed closed -> close(closed, out);
      case StreamEvent.Finished finished -> finish(finished, out);
      case StreamEvent.Failed failed -> fail(failed.failure(), out);
    }
  }

  private String id() {
    return envelope.id() + "_" + output.size();
  }

  private void open(OpenItem item, Consumer<byte[]> out) {
    open = item;
    item.opening().forEach(event -> send(event, out));
  }

  private void close(StreamEvent.Closed closed, Consumer<byte[]> out) {
    if (open != null) {
      ObjectNode item = open.complete(closed.seal());
      open.closing(item).forEach(event -> send(event, out));
      output.add(item);
      open = null;
    }
  }

  private void finish(StreamEvent.Finished finished, Consumer<byte[]> out) {
    String type =
        ResponseEnvelope.isIncomplete(finished.stop())
            ? "response.incomplete"
            : "response.completed";
    response(type, envelope.finished(finished.stop(), finished.usage(), output), out);
  }

  private void fail(Failure failure, Consumer<byte[]> out) {
    response("response.failed", envelope.failed(failure, output), out);
  }

  private void response(String type, ObjectNode response, Consumer<byte[]> out) {
    ObjectNode event = Json.object().put("type", type);
    event.set("response", response);
    send(event, out);
  }

  private void send(ObjectNode event, Consumer<byte[]> out) {
    event.put("sequence_number", sequence++);
    out.accept(EventText.named(event.path("type").asString(""), event));
  }
}
