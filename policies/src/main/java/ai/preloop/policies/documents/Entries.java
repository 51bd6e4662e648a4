package ai.preloop.policies.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** The entries of a document with their paths. */
final class Entries {

  private Entries() {}

  /** A tool's entry and where it stands. */
  record Located(ToolEntry entry, String path) {

    String rule(Rule rule) {
      return Paths.item(path + ".conditions", rule.number() - 1);
    }
  }

  /** Everybody's entries, then those of each subject. */
  static List<Located> tools(PolicyDocument document) {
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

  static <T> void each(List<T> items, String path, BiConsumer<T, String> visitor) {
    for (int i = 0; i < items.size(); i++) {
      visitor.accept(items.get(i), Paths.item(path, i));
    }
  }
}
