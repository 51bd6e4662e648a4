package ai.preloop.activities.tasks;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A task by its id: one of a server's, or, without a place, a call that waits for a person. */
public record SessionTask(String id, @Nullable Place place) {

  /** The server that works on it, and the tool that it was called by, by the server's own name. */
  public record Place(UUID server, String tool) {}
}
