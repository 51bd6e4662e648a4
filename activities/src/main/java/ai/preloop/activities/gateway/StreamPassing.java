package ai.preloop.activities.gateway;

import ai.preloop.activities.dialects.ErrorEnvelope;
import ai.preloop.activities.dialects.StreamReader;
import ai.preloop.activities.dialects.StreamReader.Sink;
import ai.preloop.activities.dialects.Usage;
import java.io.IOException;
import java.util.Optional;

/** A stream in the client's own dialect: every byte as it comes. */
final class StreamPassing implements Passing {

  private final StreamReader reader;

  StreamPassing(StreamReader reader) {
    this.reader = reader;
  }

  @Override
  public void feed(byte[] buffer, int from, int to, Sink out) throws IOException {
    reader.feed(buffer, from, to, out);
  }

  @Override
  public void end(Outlet out, ErrorEnvelope broken) throws IOException {
    reader.end(out);
    if (!isComplete()) {
      cut(out, broken);
    }
  }

  @Override
  public void cut(Sink out, ErrorEnvelope broken) throws IOException {
    byte[] last = reader.ending(broken);
    out.write(last, 0, last.length);
  }

  @Override
  public boolean isComplete() {
    return reader.finished() || reader.sawError();
  }

  @Override
  public boolean hasFailed() {
    return reader.sawError();
  }

  @Override
  public Optional<Usage> usage() {
    return reader.wholeUsage();
  }

  @Override
  public Usage estimate(long inputTokens) {
    return reader.usageSoFar(inputTokens);
  }

  @Override
  public boolean isStream() {
    return true;
  }
}
