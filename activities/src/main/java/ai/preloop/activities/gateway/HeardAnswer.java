package ai.preloop.activities.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What came of an answer that the product itself asked for, whole. */
final class HeardAnswer implements ClientSide {

  private final ByteArrayOutputStream all = new ByteArrayOutputStream();

  @Override
  public void write(byte[] buffer, int from, int to) {
    all.write(buffer, from, to - from);
  }

  @Override
  public void whole(byte[] answer) {
    all.writeBytes(answer);
  }

  @Override
  public void flush() {
    // It is in memory already.
  }

  byte[] bytes() {
    return all.toByteArray();
  }

  /** Its beginning, for whoever is told of a failure. */
  String text(int longest) {
    String text = all.toString(StandardCharsets.UTF_8);
    return text.length() > longest ? text.substring(0, longest) : text;
  }
}
