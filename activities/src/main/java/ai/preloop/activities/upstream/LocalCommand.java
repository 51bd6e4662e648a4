package ai.preloop.activities.upstream;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program with its arguments that an operator lets be a server; {@code environment} are the names
 * of the variables that it has of ours, and {@code folder} is where it works, null for an empty one
 * of its own.
 */
public record LocalCommand(List<String> program, List<String> environment, @Nullable Path folder)
    implements StdioCommand {

  public LocalCommand {
    program = List.copyOf(program);
    environment = List.copyOf(environment);
  }
}
