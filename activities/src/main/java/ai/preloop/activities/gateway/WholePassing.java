package ai.preloop.activities.gateway;

import ai.preloop.activities.dialects.AnswerReader;
import ai.preloop.activities.dialects.ErrorEnvelope;
import ai.preloop.activities.dialects.Operation;
import ai.preloop.activities.dialects.StreamReader.Sink;
import ai.preloop.activities.dialects.Usage;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A whole answer: read to its end before any of it is passed on, so that the client of one that was
 * cut is told so.
 */
final class WholePassing implements Passing {

  private static final int LONGEST = 32 << 20;

  private final Operation operation;
  private final UnaryOperator<byte[]> translation;
  private final Consumer<JsonSlice> reader;
  private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
  private Optional<Usage> usage = Optional.empty();
  private boolean complete;

  /**
   * {@code operation} is what the provider answers to; its answer is passed on translated, and
   * {@code reader} takes it as it came.
   */
  WholePassing(Operation operation, UnaryOperator<byte[]> translation, Consumer<JsonSlice> reader) {
    this.reader = reader;
    this.operation = operation;
    this.translation = translation;
  }

  @Override
  public void feed(byte[] buffer, int from, int to, Sink out) {
    seen.write(buffer, from, to - from);
    if (seen.size() > LONGEST) {
      throw new ProblemException(
          ProblemType.UPSTREAM_FAILED,
          "The provider's answer is larger than %d bytes.".formatted(LONGEST));
    }
  }

  @Override
  public void end(Outlet out, ErrorEnvelope broken) throws IOException {
    complete = true;
    byte[] answer = seen.toByteArray();
    usage = AnswerReader.read(operation, answer, reader).usage();
    out.whole(translation.apply(answer));
  }

  @Override
  public void cut(Sink out, ErrorEnvelope broken) {
    throw new ProblemException(ProblemType.UPSTREAM_FAILED, broken.message());
  }

  @Override
  public boolean isComplete() {
    return complete;
  }

  /** Its status says so. */
  @Override
  public boolean hasFailed() {
    return false;
  }

  @Override
  public Optional<Usage> usage() {
    return usage;
  }

  @Override
  public Usage estimate(long inputTokens) {
    return new Usage(inputTokens, 0, 0, Math.ceilDiv(seen.size(), 4), 0);
  }

  @Override
  public boolean isStream() {
    return false;
  }
}
