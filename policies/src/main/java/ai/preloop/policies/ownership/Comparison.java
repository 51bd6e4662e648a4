package ai.preloop.policies.ownership;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The changes that lead from one document of an owner to the next. */
final class Comparison {

  private Comparison() {}

  static List<Change> between(@Nullable OwnedDocument before, @Nullable OwnedDocument after) {
    var changes =
        contents(
            before == null ? Content.NOTHING : Content.of(before.document()),
            after == null ? Content.NOTHING : Content.of(after.document()));
    return changes.isEmpty() && differ(before, after)
        ? List.of(new Change(Change.Kind.CHANGED, Change.Part.LAYOUT, ""))
        : changes;
  }

  private static boolean differ(@Nullable OwnedDocument before, @Nullable OwnedDocument after) {
    return before != null && after != null && !before.source().equals(after.source());
  }

  static List<Change> contents(Content before, Content after) {
    var changes = new ArrayList<Change>();
    after
        .entries()
        .forEach((entry, value) -> {
          var old = before.at(entry);
          if (!value.equals(old)) {
            changes.add(change(old == null ? Change.Kind.ADDED : Change.Kind.CHANGED, entry));
          }
        });
    before.entries().keySet().stream()
        .filter(entry -> after.at(entry) == null)
        .map(entry -> change(Change.Kind.REMOVED, entry))
        .forEach(changes::add);
    return changes;
  }

  private static Change change(Change.Kind kind, Content.Entry entry) {
    return new Change(kind, entry.part(), entry.key());
  }
}
