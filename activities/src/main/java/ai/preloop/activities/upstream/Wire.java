package ai.preloop.activities.upstream;

import ai.preloop.activities.upstream.Outgoing.Clearance;
import ai.preloop.activities.upstream.ResultRoom.Claim;
import java.io.IOException;
import java.time.Duration;

/** What messages go out on, and come in on, for as long as a conversation lasts. */
interface Wire {

  /** Who is told what comes in, in its order, by one thread. */
  interface Hearing {

    /** A message, and the room that it has in memory. */
    void heard(byte[] message, Claim room);

    /**
     * Nothing will come any more; the sentence says why, and the wire is closed by who hears it.
     */
    void broke(String sentence);
  }

  /** Opens it; what fails here sent no request. */
  void open(Hearing hearing, Deadline deadline) throws IOException;

  /**
   * Sends a message and waits until it has left. {@link NotSentException} when no byte of it can
   * have; any other exception leaves that open.
   */
  void send(byte[] message, Clearance clearance, Deadline deadline) throws IOException;

  /** May be called again. */
  void close();

  /** Waits until nothing is left of what was closed, at most so long. */
  void awaitClosed(Duration time);
}
