package ai.preloop.policies.documents;

import ai.preloop.policies.syntax.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** The entries of a document with their paths. */
public final class Entries {

  private Entries() {}

  /** A tool's entry and where it stands. */
  public record Located(ToolEntry entry, String path) {

    public String rule(Rule rule) {
      return Paths.item(path + ".conditions", rule.number() - 1);
    }
  }

  /** Everybody's entries, then those of each subject. */
  public static List<Located> tools(PolicyDocument document) {
    var all = new ArrayList<Located>();
    each(document.tools(), "$.tools", (entry, path) -> all.add(new Located(entry, path)));
    each(
        document.subjects(),
        "$.subjects",
        (subject, at) ->
            each(
                subject.tools(),
                at + ".tools",
                (entry, path) -> all.add(new Located(entry, path))));
    return all;
  }

  public static <T> void each(List<T> items, String path, BiConsumer<T, String> visitor) {
    for (int i = 0; i < items.size(); i++) {
      visitor.accept(items.get(i), Paths.item(path, i));
    }
  }
}
