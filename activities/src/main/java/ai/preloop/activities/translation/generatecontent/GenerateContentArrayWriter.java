package ai.preloop.activities.translation.generatecontent;

import ai.preloop.activities.translation.conversation.StreamEvent;
import ai.preloop.activities.translation.conversation.StreamWriter;
import ai.preloop.activities.translation.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Writes a stream of Gemini as one JSON array, whose elements come as they are complete. */
public final class GenerateContentArrayWriter implements StreamWriter {

  private final GenerateContentStreamWriter pieces;
  private boolean begun;

  public GenerateContentArrayWriter(String model) {
    this.pieces = new GenerateContentStreamWriter(model);
  }

  @Override
  public void write(StreamEvent event, Consumer<byte[]> out) {
    pieces.pieces(event, piece -> element(piece, out));
    if (event instanceof StreamEvent.Finished || event instanceof StreamEvent.Failed) {
      out.accept("]".getBytes(StandardCharsets.UTF_8));
    }
  }

  private void element(JsonNode element, Consumer<byte[]> out) {
    out.accept((begun ? "," : "[").getBytes(StandardCharsets.UTF_8));
    out.accept(Json.bytes(element));
    begun = true;
  }
}
