package ai.preloop.policies.documents;

import ai.preloop.policies.conditions.Primitive;
import ai.preloop.policies.syntax.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** The entries of a document with their paths. */
public final class Entries {

  private Entries() {}

  /** An entry, what it speaks of, and where it stands. */
  public record Located(Primitive primitive, ToolEntry entry, String path) {

    public String rule(Rule rule) {
      return Paths.item(path + ".conditions", rule.number() - 1);
    }
  }

  /** Everybody's entries, then those of each subject. */
  public static List<Located> all(PolicyDocument document) {
    var all = new ArrayList<Located>();
    collect(document.entries(), Paths.ROOT, all);
    each(document.subjects(), "$.subjects", (subject, at) -> collect(subject.entries(), at, all));
    return all;
  }

  private static void collect(EntryLists lists, String at, List<Located> all) {
    for (var primitive : Primitive.values()) {
      each(
          lists.of(primitive),
          Paths.key(at, primitive.section()),
          (entry, path) -> all.add(new Located(primitive, entry, path)));
    }
  }

  public static <T> void each(List<T> items, String path, BiConsumer<T, String> visitor) {
    for (int i = 0; i < items.size(); i++) {
      visitor.accept(items.get(i), Paths.item(path, i));
    }
  }
}
