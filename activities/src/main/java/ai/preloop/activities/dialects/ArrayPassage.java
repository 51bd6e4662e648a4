package ai.preloop.activities.dialects;

import ai.preloop.activities.dialects.StreamReader.Sink;
import ai.preloop.activities.json.MalformedMessage;
import ai.preloop.activities.json.StrictJson;
import ai.preloop.activities.json.StrictJson.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A JSON array on its way, of which each element is an event. */
final class ArrayPassage implements Passage {

  private final Progress progress;
  private final Piece piece = new Piece();
  private boolean isArray;
  private boolean isClosed;
  private boolean afterElement;
  private int depth;
  private boolean inString;
  private boolean escaped;

  ArrayPassage(Progress progress) {
    this.progress = progress;
  }

  @Override
  public void feed(byte[] buffer, int from, int to, Sink out) throws IOException {
    if (from < to) {
      out.write(buffer, from, to);
    }
    int start = from;
    for (int i = from; i < to; i++) {
      boolean wasOutside = depth == 0;
      step(buffer[i]);
      if (wasOutside) {
        start = i;
      } else if (depth == 0) {
        piece.append(buffer, start, i + 1);
        element();
        start = i + 1;
      }
    }
    if (depth > 0) {
      piece.append(buffer, start, to);
    }
  }

  private void step(byte b) {
    if (inString) {
      inString = b != '"' || escaped;
      escaped = b == '\\' && !escaped;
      return;
    }
    switch (b) {
      case '"' -> inString = depth > 0;
      case '{' -> depth++;
      case '}' -> depth = Math.max(0, depth - 1);
      case '[' -> open();
      case ']' -> close();
      case ',' -> afterElement &= depth > 0;
      default -> {}
    }
  }

  private void open() {
    if (depth > 0) {
      depth++;
    } else {
      isArray = true;
    }
  }

  private void close() {
    if (depth > 0) {
      depth--;
    } else {
      isClosed = true;
    }
  }

  private void element() {
    afterElement = true;
    if (!piece.isTooLarge()) {
      try {
        progress.event(StrictJson.read(piece.bytes(), 0, piece.length(), Limits.ANSWER));
      } catch (MalformedMessage notUnderstood) {
        // It is the client's to read; what it says of usage stays unsaid.
      }
    }
    piece.clear();
  }

  @Override
  public void end(Sink out) {}

  @Override
  public boolean finished() {
    return isClosed;
  }

  @Override
  public byte[] ending(ErrorEnvelope error) {
    if (isClosed || depth > 0) {
      return new byte[0];
    }
    String before = afterElement ? "," : isArray ? "" : "[";
    String json = new String(error.bytes(Dialect.GEMINI), StandardCharsets.UTF_8);
    return (before + json + "]").getBytes(StandardCharsets.UTF_8);
  }
}
