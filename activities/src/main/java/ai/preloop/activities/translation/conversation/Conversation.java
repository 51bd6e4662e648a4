package ai.preloop.activities.translation.conversation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client asks, in no provider's words. */
public record Conversation(
    List<Part> system,
    List<Turn> turns,
    List<Tool> tools,
    ToolChoice choice,
    Sampling sampling,
    @Nullable Reasoning reasoning,
    OutputFormat format) {

  public Conversation {
    system = List.copyOf(system);
    turns = List.copyOf(turns);
    tools = List.copyOf(tools);
  }
}
