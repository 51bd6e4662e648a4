package ai.preloop.activities.gateway;

import java.io.IOException;

/** Where an answer goes; what fails here is that the client has left. */
public interface ClientSide {

  void write(byte[] buffer, int from, int to) throws IOException;

  /** Writes a whole answer, before and after which there is nothing. */
  void whole(byte[] answer) throws IOException;

  /** Sends what was written. */
  void flush() throws IOException;
}
