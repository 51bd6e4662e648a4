package ai.preloop.activities.mcp;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What changed between two tool lists of one server, each tool by its name, in a stable order. */
public record Scan(int tools, List<String> added, List<String> changed, List<String> removed) {

  public Scan {
    added = List.copyOf(added);
    changed = List.copyOf(changed);
    removed = List.copyOf(removed);
  }

  /** Compares the digests known so far, by tool name, with what the server lists now. */
  public static Scan of(Map<String, String> known, List<ToolDefinition> listed) {
    Set<String> names = listed.stream().map(ToolDefinition::name).collect(Collectors.toSet());
    List<String> changed =
        listed.stream()
            .filter(tool -> !known.getOrDefault(tool.name(), tool.sha256()).equals(tool.sha256()))
            .map(ToolDefinition::name)
            .sorted()
            .toList();
    return new Scan(
        names.size(), without(names, known.keySet()), changed, without(known.keySet(), names));
  }

  private static List<String> without(Set<String> names, Set<String> others) {
    return names.stream().filter(name -> !others.contains(name)).sorted().toList();
  }
}
