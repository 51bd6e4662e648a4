package ai.preloop.activities.translation.conversation;

import ai.preloop.activities.translation.conversation.Turn.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns as they are collected: neighbours of one role are one turn, and results of tools stand
 * before what else the user says, where every provider wants them.
 */
public final class Turns {

  private final List<Part> system = new ArrayList<>();
  private final List<Turn> turns = new ArrayList<>();
  private final List<Part> open = new ArrayList<>();
  private @Nullable Role role;

  public void add(Role of, Part part) {
    if (role != of) {
      close();
      role = of;
    }
    open.add(part);
  }

  /**
   * An instruction. Before the first turn it is part of the system prompt; a later one stays in its
   * place, marked in the user's turn, so that what comes before it can be cached.
   */
  public void instruct(Part.Text text) {
    if (role == null) {
      system.add(text);
    } else {
      add(Role.USER, new Part.Text("<system>\n" + text.text() + "\n</system>", text.cache()));
    }
  }

  public List<Part> system() {
    return List.copyOf(system);
  }

  public List<Turn> all() {
    close();
    return List.copyOf(turns);
  }

  private void close() {
    if (role != null && !open.isEmpty()) {
      List<Part> ordered = new ArrayList<>(open.stream().filter(Turns::isResult).toList());
      open.stream().filter(part -> !isResult(part)).forEach(ordered::add);
      turns.add(new Turn(role, ordered));
      open.clear();
    }
  }

  private static boolean isResult(Part part) {
    return part instanceof Part.ToolResult;
  }
}
