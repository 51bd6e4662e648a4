package ai.preloop.activities.dialects;

import java.util.Arrays;

/** The bytes of the piece under way that came with earlier reads, up to what is looked at. */
final class Piece {

  /** A larger piece passes unseen. */
  static final int LOOKED_AT = 1 << 20;

  private static final int KEPT = 16 << 10;

  private byte[] bytes = new byte[1024];
  private int length;
  private boolean tooLarge;

  void append(byte[] buffer, int from, int to) {
    int more = to - from;
    tooLarge |= length + more > LOOKED_AT;
    int taken = Math.min(more, LOOKED_AT - length);
    if (length + taken > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(LOOKED_AT, Math.max(2 * bytes.length, length + taken)));
    }
    System.arraycopy(buffer, from, bytes, length, taken);
    length += taken;
  }

  void clear() {
    length = 0;
    tooLarge = false;
    if (bytes.length > KEPT) {
      bytes = new byte[1024];
    }
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  boolean isTooLarge() {
    return tooLarge;
  }
}
