package ai.preloop.activities.gateway;

import java.io.IOException;

/** Tells a client that its call waits for people. */
@FunctionalInterface
public interface Holding {

  /** For whoever can be told nothing before the answer. */
  Holding SILENT = () -> {};

  /** A sign of life; it fails where the client has left. */
  void waits() throws IOException;
}
