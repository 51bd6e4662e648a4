package ai.preloop.api.gateway;

import ai.preloop.api.security.JsonOnly;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bodies of requests, which images make large, and bounds how many bytes of large ones
 * the node has in memory at once.
 */
final class RequestBodies {

  /** What Anthropic takes (docs.anthropic.com, API errors); the others take less or as much. */
  static final int LARGEST = 32 << 20;

  private static final int SMALL = 64 << 10;
  private static final int UNIT = 1 << 10;
  private static final int PIECE = 16 << 10;
  private static final long PATIENCE_SECONDS = 2;
  private static final Duration LONGEST_READ = Duration.ofMinutes(2);

  private final Duration longestRead;

  /** An eighth of the heap, and room for one of the largest in any case. */
  private final Semaphore room =
      new Semaphore(
          Math.clamp(Runtime.getRuntime().maxMemory() / 8 / UNIT, LARGEST / UNIT, 1 << 20));

  RequestBodies() {
    this(LONGEST_READ);
  }

  RequestBodies(Duration longestRead) {
    this.longestRead = longestRead;
  }

  /** A body, and its place in memory until it is closed. */
  record Body(byte[] bytes, Runnable release) implements AutoCloseable {
    @Override
    public void close() {
      release.run();
    }
  }

  Body read(HttpServletRequest request) throws IOException {
    JsonOnly.require(request.getContentType());
    requirePlain(request.getHeader("Content-Encoding"));
    long announced = request.getContentLengthLong();
    if (announced > LARGEST) {
      throw tooLarge();
    }
    int units = announced >= 0 && announced <= SMALL ? 0 : units(announced);
    take(units);
    try {
      byte[] bytes = whole(request.getInputStream(), announced);
      int needed = bytes.length <= SMALL ? 0 : Math.min(units, units(bytes.length));
      room.release(units - needed);
      return new Body(bytes, () -> room.release(needed));
    } catch (IOException | RuntimeException e) {
      room.release(units);
      throw e;
    }
  }

  /** A client that sends a byte now and then keeps its room no longer than this. */
  private byte[] whole(InputStream body, long announced) throws IOException {
    long begun = System.nanoTime();
    int expected = announced < 0 ? PIECE : Math.max(1, (int) announced);
    ByteArrayOutputStream all = new ByteArrayOutputStream(expected);
    byte[] piece = new byte[Math.min(expected, PIECE)];
    for (int read = body.read(piece); read >= 0; read = body.read(piece)) {
      all.write(piece, 0, read);
      if (all.size() > LARGEST) {
        throw tooLarge();
      }
      if (System.nanoTime() - begun > longestRead.toNanos()) {
        throw tooSlow();
      }
    }
    return all.toByteArray();
  }

  /** A body of unknown length may become as large as any. */
  private static int units(long announced) {
    return Math.ceilDiv(announced < 0 ? LARGEST : (int) announced, UNIT);
  }

  private void take(int units) {
    try {
      if (!room.tryAcquire(units, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy().causedBy(e);
    }
  }

  private static void requirePlain(@Nullable String encoding) {
    if (encoding != null && !encoding.isBlank() && !encoding.strip().equalsIgnoreCase("identity")) {
      throw new ProblemException(
          ProblemType.UNSUPPORTED_MEDIA_TYPE,
          "Bodies are read as they are: send this one without Content-Encoding.");
    }
  }

  private static ProblemException tooLarge() {
    return new ProblemException(
        ProblemType.TOO_LARGE, "The body is larger than %d bytes.".formatted(LARGEST));
  }

  private static ProblemException tooSlow() {
    return new ProblemException(
        ProblemType.INVALID_REQUEST, "The body did not come in time; send it faster.");
  }

  private static ProblemException busy() {
    return new ProblemException(
        ProblemType.UNAVAILABLE,
        "Other large requests have all the memory that there is for them; try again shortly.",
        Map.of("retry_after", PATIENCE_SECONDS));
  }
}
