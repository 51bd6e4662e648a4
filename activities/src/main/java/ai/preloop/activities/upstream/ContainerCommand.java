package ai.preloop.activities.upstream;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program in a container of its own, with neither a network nor a place to write but {@code
 * /tmp}; {@code program} are the words that the image is given, none for its own, and {@code
 * environment} are the names of the variables that it has of ours.
 */
public record ContainerCommand(
    String image, List<String> program, List<String> environment, Limits limits, Inside inside)
    implements StdioCommand {

  public ContainerCommand {
    program = List.copyOf(program);
    environment = List.copyOf(environment);
  }

  /** The most that it may have: bytes of memory, processors, and processes with their threads. */
  public record Limits(long memory, double processors, long processes) {}

  /** Who it is in there, where it works if not where the image says, and what it may read. */
  public record Inside(String user, @Nullable String folder, List<Mount> mounts) {

    public Inside {
      // A user without a group would be of root's.
      user = user.contains(":") ? user : user + ":" + user;
      mounts = List.copyOf(mounts);
    }
  }

  /** A folder of the engine's machine that can be read, and where in the container it is. */
  public record Mount(String source, String target) {}
}
