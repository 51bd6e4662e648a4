package ai.preloop.activities.gateway;

import ai.preloop.activities.dialects.ErrorEnvelope;
import ai.preloop.activities.dialects.StreamReader;
import ai.preloop.activities.dialects.StreamReader.Sink;
import ai.preloop.activities.dialects.Usage;
import ai.preloop.activities.translation.StreamTranslation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/** A stream in another dialect than the client's: event by event, as each is complete. */
final class TranslatedStream implements Passing {

  private static final Sink NOWHERE = (buffer, from, to) -> {};

  private final StreamReader reader;
  private final StreamTranslation translation;
  private final StreamReader shown;
  private boolean ended;

  /** {@code shown} looks at what the client gets, and hides what it did not ask for. */
  TranslatedStream(StreamReader reader, StreamTranslation translation, StreamReader shown) {
    this.reader = reader;
    this.translation = translation;
    this.shown = shown;
  }

  @Override
  public void feed(byte[] buffer, int from, int to, Sink out) throws IOException {
    reader.feed(buffer, from, to, NOWHERE);
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    translation.feed(buffer, from, to, told::writeBytes);
    write(told, out);
  }

  @Override
  public void end(Outlet out, ErrorEnvelope broken) throws IOException {
    reader.end(NOWHERE);
    cut(out, broken);
  }

  /** The translation says by itself what its stream has come to. */
  @Override
  public void cut(Sink out, ErrorEnvelope broken) throws IOException {
    if (!ended) {
      ended = true;
      ByteArrayOutputStream told = new ByteArrayOutputStream();
      translation.end(told::writeBytes);
      write(told, out);
      shown.end(out);
    }
  }

  private void write(ByteArrayOutputStream told, Sink out) throws IOException {
    if (told.size() > 0) {
      shown.feed(told.toByteArray(), 0, told.size(), out);
    }
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
