package ai.preloop.activities.attempts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** Bedrock's binary frames. */
public final class FakeFrames {

  private FakeFrames() {}

  /** Server-sent events, each in a frame. */
  static byte[] of(List<String> events) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String event : events) {
      String json = event.substring(event.indexOf("data: ") + 6).strip();
      String bytes = Base64.getEncoder().encodeToString(json.getBytes(UTF_8));
      all.writeBytes(
          frame(
              Map.of(":message-type", "event", ":event-type", "chunk"),
              "{\"bytes\":\"%s\"}".formatted(bytes)));
    }
    return all.toByteArray();
  }

  /** One frame with these headers. */
  public static byte[] frame(Map<String, String> headers, String payload) {
    ByteArrayOutputStream named = new ByteArrayOutputStream();
    new TreeMap<>(headers)
        .forEach((name, value) -> {
          named.write(name.length());
          named.writeBytes(name.getBytes(UTF_8));
          named.write(7);
          named.write(value.length() >> 8);
          named.write(value.length());
          named.writeBytes(value.getBytes(UTF_8));
        });
    byte[] body = payload.getBytes(UTF_8);
    int whole = 12 + named.size() + body.length + 4;
    ByteBuffer frame = ByteBuffer.allocate(whole).putInt(whole).putInt(named.size());
    frame.putInt(sum(frame.array(), 8)).put(named.toByteArray()).put(body);
    frame.putInt(sum(frame.array(), whole - 4));
    return frame.array();
  }

  private static int sum(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
