package ai.preloop.activities.upstream;

import java.util.List;

/** A program that an operator lets be a server. */
public sealed interface StdioCommand permits LocalCommand, ContainerCommand {

  /** The names of the variables that it has of ours. */
  List<String> environment();
}
