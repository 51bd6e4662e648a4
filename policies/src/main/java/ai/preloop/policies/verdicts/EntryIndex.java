package ai.preloop.policies.verdicts;

import ai.preloop.policies.documents.Sources;
import ai.preloop.policies.documents.ToolEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The entries of one owner or subject, of which the most specific speaks for a tool. */
final class EntryIndex {

  private static final Comparator<CompiledEntry> MOST_SPECIFIC =
      Comparator.comparingInt((CompiledEntry entry) -> rank(entry.source().source()))
          .thenComparingInt(entry -> rank(entry.source()))
          .reversed();

  private final Map<String, List<CompiledEntry>> exact;
  private final List<CompiledEntry> patterns;

  EntryIndex(List<CompiledEntry> entries) {
    Map<Boolean, List<CompiledEntry>> split =
        entries.stream()
            .sorted(MOST_SPECIFIC)
            .collect(Collectors.partitioningBy(entry -> isPattern(entry.source())));
    this.patterns = List.copyOf(split.getOrDefault(true, List.of()));
    this.exact =
        split.getOrDefault(false, List.of()).stream()
            .collect(Collectors.groupingBy(entry -> entry.source().name()));
  }

  Optional<CompiledEntry> find(CalledTool.Key tool) {
    return Stream.concat(
            exact.getOrDefault(tool.name(), List.of()).stream(),
            patterns.stream().filter(entry -> tool.name().startsWith(prefix(entry.source()))))
        .filter(entry -> entry.primitive() == tool.primitive())
        .filter(entry -> entry.source().comesFrom(tool.source(), tool.server()))
        .min(MOST_SPECIFIC);
  }

  /** A server's name beats {@code mcp} and {@code builtin}, which beat none. */
  private static int rank(@Nullable String source) {
    if (source == null) {
      return 0;
    }
    return Sources.isKind(source) ? 1 : 2;
  }

  /** Exact beats the longest prefix, which beats {@code *}. */
  private static int rank(ToolEntry entry) {
    return isPattern(entry) ? prefix(entry).length() : Integer.MAX_VALUE;
  }

  private static boolean isPattern(ToolEntry entry) {
    return entry.name().endsWith("*");
  }

  private static String prefix(ToolEntry entry) {
    return entry.name().substring(0, entry.name().length() - 1);
  }
}
