package ai.preloop.activities.dialects;

import ai.preloop.activities.json.JsonSlice;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Looks at a streamed answer on its way through: every byte passes unchanged and at once, except
 * for a frame of usage that the client did not ask for. Not safe for threads.
 */
public final class StreamReader {

  private final Progress progress;
  private final Passage passage;

  public StreamReader(Operation operation, Framing framing, UsageFrame usageFrame) {
    this(operation, framing, usageFrame, _ -> {});
  }

  /** {@code seen} takes each event that is understood, as a view that is good for the call only. */
  public StreamReader(
      Operation operation, Framing framing, UsageFrame usageFrame, Consumer<JsonSlice> seen) {
    this.progress = new Progress(operation, seen);
    this.passage =
        switch (framing) {
          case SSE -> new SsePassage(operation, progress, usageFrame);
          case JSON_ARRAY -> new ArrayPassage(progress);
        };
  }

  /** Takes what came, and gives on what the client may see now; the array is not kept. */
  public void feed(byte[] buffer, int from, int to, Sink out) throws IOException {
    passage.feed(buffer, from, to, out);
  }

  /** The provider ended the stream: gives on what was held back. */
  public void end(Sink out) throws IOException {
    passage.end(out);
  }

  /** Whether the dialect's own last event was seen. */
  public boolean finished() {
    return passage.finished();
  }

  /** Usage as it was last said; that of the whole answer only when {@link #finished}. */
  public Optional<Usage> usage() {
    return Optional.ofNullable(progress.usage());
  }

  /** That of the whole answer; empty before its end, and where text came after it was said last. */
  public Optional<Usage> wholeUsage() {
    return finished() && progress.isAllCounted() ? usage() : Optional.empty();
  }

  public boolean sawError() {
    return progress.sawError();
  }

  /** The answer's id; empty until it is said. */
  public Optional<String> id() {
    return Optional.ofNullable(progress.id());
  }

  /** The provider's name for what answers; empty until it is said. */
  public Optional<String> model() {
    return Optional.ofNullable(progress.model());
  }

  /**
   * An estimate of the output so far: a token for every four bytes of text, rounded up. Thoughts
   * that are not shown are not in it.
   */
  public long estimatedOutput() {
    return progress.estimatedOutput();
  }

  /** What a cut stream has used, as far as can be told: what was said, and output as estimated. */
  public Usage usageSoFar(long estimatedInput) {
    Usage said = usage().orElseGet(() -> new Usage(estimatedInput, 0, 0, 0, 0));
    long output = Math.max(said.output(), estimatedOutput());
    return new Usage(
        said.uncached(),
        said.cacheRead(),
        said.cacheWrite(),
        said.cacheWriteHour(),
        output,
        said.reasoning());
  }

  /**
   * What tells the client in its dialect that the stream was cut, instead of {@link #end} or after
   * it. Empty where a JSON array was cut within an element: then only the connection can say so.
   */
  public byte[] ending(ErrorEnvelope error) {
    return passage.ending(error);
  }

  /** What becomes of the chunk that has nothing but usage in it. */
  public enum UsageFrame {
    SHOWN,
    HIDDEN
  }

  /** Where the bytes go; it writes before it returns. */
  @FunctionalInterface
  public interface Sink {
    void write(byte[] buffer, int from, int to) throws IOException;
  }
}
