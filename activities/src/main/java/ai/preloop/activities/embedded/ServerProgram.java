package ai.preloop.activities.embedded;

import java.nio.file.Path;
import java.util.List;

/** A server that can be started, and asked whether it serves. */
interface ServerProgram {

  EmbeddedServer kind();

  List<String> command();

  /** The arguments, in a row, by which a process that outlived its product is known. */
  List<String> mark();

  /** Where its ports and passwords are kept. */
  Path kept();

  /** The ports it listens on, always the same ones. */
  List<Integer> ports();

  /** Asks once; throws when asking again is no use. */
  boolean isReady();
}
