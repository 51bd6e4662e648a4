package ai.preloop.activities.tools;

import ai.preloop.activities.servers.Catalog.Tool;
import ai.preloop.activities.tools.VisibleTools.Listed;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds tools by plain words: a word counts most in a tool's name, less in its server's and in what
 * it says of itself, and the more the fewer tools have it.
 */
public final class ToolSearch {

  private static final int MOST_WORDS = 32;

  /** A tool is read once, for as long as it is known. */
  private static final Cache<Tool, Entry> ENTRIES = Caffeine.newBuilder().weakKeys().build();

  private ToolSearch() {}

  /** Those that have any word of the query, best first; all by their names for an empty one. */
  public static List<Listed> find(List<Listed> tools, String query) {
    List<String> wanted = Words.of(query).stream().limit(MOST_WORDS).toList();
    List<Entry> entries =
        tools.stream().map(listed -> ENTRIES.get(listed.tool(), Entry::of)).toList();
    double[] scores = new double[tools.size()];
    wanted.forEach(word -> add(word, entries, scores));
    return IntStream.range(0, tools.size())
        .filter(index -> wanted.isEmpty() || scores[index] > 0)
        .boxed()
        .sorted(
            Comparator.comparingDouble((Integer index) -> -scores[index])
                .thenComparing(index -> tools.get(index).tool().shownName()))
        .map(tools::get)
        .toList();
  }

  /** A word says the more the fewer tools have it. */
  private static void add(String word, List<Entry> entries, double[] scores) {
    double[] found = entries.stream().mapToDouble(entry -> entry.score(word)).toArray();
    double having = IntStream.range(0, found.length).filter(index -> found[index] > 0).count();
    double weight = Math.log(1 + entries.size() / Math.max(1, having));
    IntStream.range(0, found.length).forEach(index -> scores[index] += weight * found[index]);
  }

  /** The words of a tool. */
  private record Entry(Set<String> name, Set<String> server, Set<String> description) {

    private static final double IN_NAME = 8;
    private static final double IN_SERVER = 3;
    private static final double IN_DESCRIPTION = 2;

    static Entry of(Tool tool) {
      return new Entry(
          Words.of(tool.shownName()),
          Words.of(tool.server().name()),
          Words.of(tool.definition().description()));
    }

    double score(String word) {
      return IN_NAME * share(name, word)
          + IN_SERVER * share(server, word)
          + IN_DESCRIPTION * share(description, word);
    }

    private static double share(Set<String> words, String word) {
      if (words.contains(word)) {
        return 1;
      }
      for (String each : words) {
        if (Words.areAkin(each, word)) {
          return 0.5;
        }
      }
      return 0;
    }
  }
}
