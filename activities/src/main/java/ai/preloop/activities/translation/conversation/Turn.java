package ai.preloop.activities.translation.conversation;

import java.util.List;

/** What one side says before the other does. */
public record Turn(Role role, List<Part> parts) {

  public Turn {
    parts = List.copyOf(parts);
  }

  /** Results of tools are the user's. */
  public enum Role {
    USER,
    ASSISTANT
  }

  /** The parts that are of the type, in their order. */
  public <T extends Part> List<T> only(Class<T> type) {
    return parts.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
