package ai.preloop.activities.dialects;

import ai.preloop.activities.dialects.StreamReader.Sink;
import java.io.IOException;

/** The way of a stream's bytes through a {@link StreamReader}. */
sealed interface Passage permits SsePassage, ArrayPassage {

  void feed(byte[] buffer, int from, int to, Sink out) throws IOException;

  void end(Sink out) throws IOException;

  boolean finished();

  byte[] ending(ErrorEnvelope error);
}
