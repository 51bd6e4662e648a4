package ai.preloop.activities.dialects;

/**
 * Finds the ends of SSE frames in bytes that come in any portions: a frame ends with an empty line,
 * and a line with CR, LF or both (WHATWG HTML, section 9.2.5).
 */
final class SseLines {

  private boolean lineIsEmpty = true;
  private boolean afterCr;
  private boolean endedByCr;

  /** The index after the frame that is under way; -1 when its end is not there yet. */
  int endOfFrame(byte[] buffer, int from, int to) {
    endedByCr &= from == to;
    for (int i = from; i < to; i++) {
      byte b = buffer[i];
      boolean secondHalf = b == '\n' && afterCr;
      afterCr = b == '\r';
      if (b != '\n' && b != '\r') {
        lineIsEmpty = false;
      } else if (!secondHalf) {
        if (lineIsEmpty) {
          return afterCr ? pastLf(buffer, i + 1, to) : i + 1;
        }
        lineIsEmpty = true;
      }
    }
    return -1;
  }

  private int pastLf(byte[] buffer, int at, int to) {
    if (at == to) {
      endedByCr = true;
    } else if (buffer[at] == '\n') {
      afterCr = false;
      return at + 1;
    }
    return at;
  }

  /**
   * Where the frame that ended with the last portion's last byte ends in truth: its LF may follow.
   */
  int pastLast(byte[] buffer, int from, int to) {
    if (endedByCr && from < to) {
      endedByCr = false;
      return pastLf(buffer, from, to);
    }
    return from;
  }
}
