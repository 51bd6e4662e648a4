package ai.preloop.activities.translation.conversation;

import ai.preloop.activities.dialects.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a model says to a conversation; {@code created} in seconds of the epoch. */
public record Answer(String id, @Nullable Long created, List<Part> parts, Stop stop, Usage usage) {

  public Answer {
    parts = List.copyOf(parts);
    stop = parts.stream().anyMatch(Part.ToolCall.class::isInstance) ? stop.afterCalls() : stop;
  }

  public Answer createdOr(long seconds) {
    return created == null ? new Answer(id, seconds, parts, stop, usage) : this;
  }

  /** The seconds, which are there once {@link #createdOr} was asked. */
  public long createdAt() {
    return created == null ? 0 : created;
  }
}
