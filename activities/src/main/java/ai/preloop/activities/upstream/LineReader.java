package ai.preloop.activities.upstream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads messages that are lines (MCP, stdio transport). */
final class LineReader {

  private final InputStream in;
  private final Intake intake;
  private final byte[] buffer = new byte[8192];
  private int at;
  private int filled;

  LineReader(InputStream in, Intake intake) {
    this.in = in;
    this.intake = intake;
  }

  /** A line without its end; null where the stream ends, whatever an unfinished line had. */
  byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    while (true) {
      if (at == filled && !fill()) {
        intake.dropped();
        return null;
      }
      int end = at;
      while (end < filled && buffer[end] != '\n') {
        end++;
      }
      intake.add(end - at);
      line.write(buffer, at, end - at);
      at = end;
      if (end < filled) {
        at++;
        return line.toByteArray();
      }
    }
  }

  private boolean fill() throws IOException {
    at = 0;
    filled = Math.max(0, in.read(buffer));
    return filled > 0;
  }
}
