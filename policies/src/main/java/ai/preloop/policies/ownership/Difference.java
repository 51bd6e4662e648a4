package ai.preloop.policies.ownership;

import ai.preloop.policies.ownership.Change.Part;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change with what is written before and after it, as YAML without comments; null where there is
 * nothing. Of a layout both are the whole source.
 */
public record Difference(Change change, @Nullable String before, @Nullable String after) {

  /** Of each of the changes that lead from one document of an owner to the next. */
  public static List<Difference> of(
      List<Change> changes, Optional<OwnedDocument> before, Optional<OwnedDocument> after) {
    var old = before.map(Excerpts::of).orElse(Map.of());
    var next = after.map(Excerpts::of).orElse(Map.of());
    return changes.stream()
        .map(change ->
            change.part() == Part.LAYOUT
                ? new Difference(change, source(before), source(after))
                : new Difference(change, old.get(entry(change)), next.get(entry(change))))
        .toList();
  }

  private static Content.Entry entry(Change change) {
    return new Content.Entry(change.part(), change.key());
  }

  private static @Nullable String source(Optional<OwnedDocument> document) {
    return document.map(OwnedDocument::source).orElse(null);
  }
}
