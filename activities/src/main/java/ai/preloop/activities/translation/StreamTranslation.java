package ai.preloop.activities.translation;

import ai.preloop.activities.translation.conversation.Failure;
import ai.preloop.activities.translation.conversation.Stop;
import ai.preloop.activities.translation.conversation.StreamEvent;
import ai.preloop.activities.translation.conversation.StreamReader;
import ai.preloop.activities.translation.conversation.StreamWriter;
import ai.preloop.activities.translation.wire.EventFrames;
import ai.preloop.policies.problems.ProblemException;
import java.time.Instant;
import java.util.function.Consumer;

/** Translates one streamed answer, each event as soon as its frame is complete. */
public final class StreamTranslation {

  private final EventFrames frames = new EventFrames();
  private final StreamReader reader;
  private final StreamWriter writer;
  private final Instant now;
  private boolean called;
  private boolean bare;
  private boolean over;

  StreamTranslation(StreamReader reader, StreamWriter writer, Instant now) {
    this.reader = reader;
    this.writer = writer;
    this.now = now;
  }

  /** Takes {@code chunk[from, to)} and gives out the client's events that are due. */
  public void feed(byte[] chunk, int from, int to, Consumer<byte[]> out) {
    if (over) {
      return;
    }
    try {
      frames.feed(chunk, from, to, data -> read(data, out));
    } catch (ProblemException endless) {
      write(new StreamEvent.Failed(Failure.UNREADABLE), out);
    }
  }

  /** The provider's stream is over: the client's gets its end, or is told that it was cut. */
  public void end(Consumer<byte[]> out) {
    frames.end(data -> read(data, out));
    if (!over) {
      reader.end(event -> write(event, out));
    }
    write(new StreamEvent.Failed(Failure.CUT), out);
  }

  private void read(String data, Consumer<byte[]> out) {
    if (over) {
      return;
    }
    try {
      reader.read(data, event -> write(event, out));
    } catch (ProblemException unreadable) {
      write(new StreamEvent.Failed(Failure.UNREADABLE), out);
    }
  }

  private void write(StreamEvent event, Consumer<byte[]> out) {
    if (over) {
      return;
    }
    switch (event) {
      case StreamEvent.Started started ->
          writer.write(started.createdOr(now.getEpochSecond()), out);
      case StreamEvent.Finished finished -> finish(finished, out);
      case StreamEvent.Failed failed -> {
        over = true;
        writer.write(failed, out);
      }
      case StreamEvent.OpenedCall call -> {
        called = true;
        bare = true;
        writer.write(call, out);
      }
      case StreamEvent.Opened opened -> writer.write(opened, out);
      case StreamEvent.Delta delta -> {
        bare = false;
        writer.write(delta, out);
      }
      case StreamEvent.Closed closed -> close(closed, out);
    }
  }

  /** A call without arguments has an empty object of them, as whole answers say it. */
  private void close(StreamEvent.Closed closed, Consumer<byte[]> out) {
    if (bare) {
      bare = false;
      writer.write(new StreamEvent.Delta("{}"), out);
    }
    writer.write(closed, out);
  }

  private void finish(StreamEvent.Finished finished, Consumer<byte[]> out) {
    over = true;
    Stop stop = called ? finished.stop().afterCalls() : finished.stop();
    writer.write(new StreamEvent.Finished(stop, finished.usage()), out);
  }
}
