package ai.preloop.activities.dialects;

import ai.preloop.activities.dialects.StreamReader.Sink;
import ai.preloop.activities.dialects.StreamReader.UsageFrame;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.MalformedMessage;
import ai.preloop.activities.json.StrictJson;
import ai.preloop.activities.json.StrictJson.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Server-sent events on their way; with usage hidden, the frame under way is held back. */
final class SsePassage implements Passage {

  /** A frame that has grown to this is not one of usage alone. */
  private static final int HELD_BACK = 8 << 10;

  private final Operation operation;
  private final Progress progress;
  private final boolean hiding;
  private final SseLines lines = new SseLines();
  private final Piece piece = new Piece();
  private boolean holding;
  private boolean hidLast;

  SsePassage(Operation operation, Progress progress, UsageFrame usageFrame) {
    this.operation = operation;
    this.progress = progress;
    this.hiding = usageFrame == UsageFrame.HIDDEN && operation == Operation.CHAT_COMPLETIONS;
  }

  @Override
  public void feed(byte[] buffer, int from, int to, Sink out) throws IOException {
    if (!hiding) {
      write(buffer, from, to, out);
    }
    int start = lines.pastLast(buffer, from, to);
    int unwritten = hidLast ? start : from;
    int end = lines.endOfFrame(buffer, start, to);
    while (end >= 0) {
      if (hiding) {
        unwritten = pass(buffer, unwritten, start, end, out);
      } else {
        isHidden(buffer, start, end);
      }
      start = end;
      end = lines.endOfFrame(buffer, start, to);
    }
    rest(buffer, unwritten, start, to, out);
  }

  /** Gives on a whole frame, or all that is before it; answers from where nothing is written. */
  private int pass(byte[] buffer, int unwritten, int start, int end, Sink out) throws IOException {
    int held = holding ? piece.length() : 0;
    boolean released = piece.length() > held;
    byte[] heldBytes = piece.bytes();
    hidLast = isHidden(buffer, start, end) && !released;
    holding = false;
    if (hidLast) {
      write(buffer, unwritten, start, out);
      return end;
    }
    write(heldBytes, 0, held, out);
    return unwritten;
  }

  private void rest(byte[] buffer, int unwritten, int start, int to, Sink out) throws IOException {
    if (!hiding) {
      piece.append(buffer, start, to);
      return;
    }
    boolean begins = piece.length() == 0;
    holding |= begins && start < to;
    int heldBefore = holding ? piece.length() : 0;
    piece.append(buffer, start, to);
    if (!holding) {
      write(buffer, unwritten, to, out);
      return;
    }
    write(buffer, unwritten, start, out);
    boolean large = piece.length() > HELD_BACK;
    if (large || Choices.areBegun(piece.bytes(), Math.max(0, heldBefore - 32), piece.length())) {
      holding = false;
      write(piece.bytes(), 0, heldBefore, out);
      write(buffer, start, to, out);
    }
  }

  /** Asked of whole frames too, so that it does not matter in which portions they come. */
  private static boolean cannotBeUsage(byte[] frame, int from, int to) {
    return to - from > HELD_BACK || Choices.areBegun(frame, from, to);
  }

  /** Reads the frame that ends there, together with what came of it before. */
  private boolean isHidden(byte[] buffer, int start, int end) {
    if (piece.length() == 0) {
      return read(buffer, start, end);
    }
    piece.append(buffer, start, end);
    boolean hidden = readPiece();
    piece.clear();
    return hidden;
  }

  private boolean readPiece() {
    int seen = piece.length() + (piece.isTooLarge() ? 1 : 0);
    return read(piece.bytes(), 0, seen);
  }

  private boolean read(byte[] array, int from, int to) {
    if (to - from > Piece.LOOKED_AT) {
      progress.named(new SseFrame(array, from, from + Piece.LOOKED_AT).event());
      return false;
    }
    SseFrame frame = new SseFrame(array, from, to);
    if (frame.from() == frame.to()) {
      return false;
    }
    if (frame.isDone()) {
      progress.done();
      return false;
    }
    progress.named(frame.event());
    try {
      JsonSlice event = StrictJson.read(frame.array(), frame.from(), frame.to(), Limits.ANSWER);
      return progress.event(event) && !cannotBeUsage(array, from, to);
    } catch (MalformedMessage notUnderstood) {
      return false;
    }
  }

  @Override
  public void end(Sink out) throws IOException {
    if (piece.length() == 0) {
      progress.ended();
    }
    boolean hidden = piece.length() > 0 && readPiece();
    if (holding && !hidden) {
      write(piece.bytes(), 0, piece.length(), out);
    }
    holding = false;
    piece.clear();
  }

  @Override
  public boolean finished() {
    return progress.finished();
  }

  @Override
  public byte[] ending(ErrorEnvelope error) {
    ByteArrayOutputStream ending = new ByteArrayOutputStream();
    if (piece.length() > 0 && !holding) {
      ending.write('\n');
      ending.write('\n');
    }
    ending.writeBytes(Endings.frame(operation, error, progress.events()));
    return ending.toByteArray();
  }

  private static void write(byte[] buffer, int from, int to, Sink out) throws IOException {
    if (from < to) {
      out.write(buffer, from, to);
    }
  }
}
