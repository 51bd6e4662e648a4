package ai.preloop.policies.reading;

import ai.preloop.policies.documents.KnownTool;
import ai.preloop.policies.documents.Sources;
import ai.preloop.policies.documents.ToolEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tools of an account by their source and name, so that an entry finds those that it fits. */
final class KnownTools {

  /** The shape of tools of which no schema is known. */
  static final int NO_SHAPE = 0;

  private static final String EVERYWHERE = "";
  private static final String OF_SERVER = "server ";

  private final Map<String, NavigableMap<String, List<Shaped>>> bySource = new HashMap<>();

  KnownTools(List<KnownTool> tools) {
    Map<Map<String, Object>, Integer> shapes = new HashMap<>();
    shapes.put(Map.of(), NO_SHAPE);
    for (var tool : tools) {
      int shape = shapes.computeIfAbsent(tool.inputSchema(), _ -> shapes.size());
      for (var source : List.of(EVERYWHERE, tool.source(), OF_SERVER + tool.server())) {
        bySource
            .computeIfAbsent(source, _ -> new TreeMap<>())
            .computeIfAbsent(tool.name(), _ -> new ArrayList<>())
            .add(new Shaped(tool, shape));
      }
    }
  }

  /** A tool, and a number that is the same for the tools with the same schema. */
  record Shaped(KnownTool tool, int shape) {}

  boolean isEmpty() {
    return bySource.isEmpty();
  }

  boolean areUnknown(String server) {
    return !bySource.containsKey(OF_SERVER + server);
  }

  /** The tools that the entry speaks about, in the order of their names. */
  Stream<Shaped> fitting(ToolEntry entry) {
    var names = bySource.getOrDefault(key(entry.source()), new TreeMap<>());
    return entry.name().endsWith("*")
        ? starting(names, entry.name().substring(0, entry.name().length() - 1))
        : names.getOrDefault(entry.name(), List.of()).stream();
  }

  private static Stream<Shaped> starting(NavigableMap<String, List<Shaped>> names, String prefix) {
    return names.tailMap(prefix, true).entrySet().stream()
        .takeWhile(each -> each.getKey().startsWith(prefix))
        .map(Map.Entry::getValue)
        .flatMap(Collection::stream);
  }

  private static String key(@Nullable String source) {
    if (source == null) {
      return EVERYWHERE;
    }
    return Sources.isKind(source) ? source : OF_SERVER + source;
  }
}
