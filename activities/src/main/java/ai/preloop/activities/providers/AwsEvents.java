package ai.preloop.activities.providers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Reads {@code application/vnd.amazon.eventstream}, the binary frames of streams of AWS. */
final class AwsEvents {

  private static final int PRELUDE = 12;
  private static final int CHECKSUM = 4;
  private static final int MOST = 16 << 20;
  private static final byte STRING = 7;

  private final InputStream in;

  AwsEvents(InputStream in) {
    this.in = in;
  }

  record Event(Map<String, String> headers, byte[] payload) {}

  /** The next one; null at the end. */
  @Nullable Event next() throws IOException {
    byte[] prelude = in.readNBytes(PRELUDE);
    if (prelude.length == 0) {
      return null;
    }
    if (prelude.length < PRELUDE) {
      throw new IOException("The stream ended within a frame");
    }
    ByteBuffer head = ByteBuffer.wrap(prelude);
    int whole = head.getInt();
    int named = head.getInt();
    requireSum(prelude, PRELUDE - CHECKSUM, head.getInt());
    if (whole > MOST || named < 0 || PRELUDE + CHECKSUM + (long) named > whole) {
      throw new IOException("A frame has an impossible length");
    }
    byte[] frame = new byte[whole];
    System.arraycopy(prelude, 0, frame, 0, PRELUDE);
    if (in.readNBytes(frame, PRELUDE, whole - PRELUDE) < whole - PRELUDE) {
      throw new IOException("The stream ended within a frame");
    }
    ByteBuffer rest = ByteBuffer.wrap(frame);
    requireSum(frame, whole - CHECKSUM, rest.getInt(whole - CHECKSUM));
    byte[] payload = new byte[whole - PRELUDE - CHECKSUM - named];
    rest.get(PRELUDE + named, payload);
    return new Event(headers(rest.slice(PRELUDE, named)), payload);
  }

  private static void requireSum(byte[] bytes, int length, int sum) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    if ((int) crc.getValue() != sum) {
      throw new IOException("A frame has a wrong checksum");
    }
  }

  /** Those that are strings; what follows another kind is not looked at. */
  private static Map<String, String> headers(ByteBuffer from) throws IOException {
    Map<String, String> headers = new HashMap<>();
    try {
      while (from.hasRemaining()) {
        String name = text(from, from.get() & 0xff);
        if (from.get() != STRING) {
          return headers;
        }
        headers.put(name, text(from, from.getShort() & 0xffff));
      }
      return headers;
    } catch (BufferUnderflowException e) {
      throw new IOException("A frame has broken headers", e);
    }
  }

  private static String text(ByteBuffer from, int length) {
    byte[] bytes = new byte[length];
    from.get(bytes);
    return new String(bytes, UTF_8);
  }
}
