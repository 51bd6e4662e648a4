package ai.preloop.policies.ownership;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells what of a list is there again in the next one, so that it keeps its id. */
record SameIds(Supplier<UUID> fresh) {

  /** By the key that each has of its own. */
  List<UUID> ofEntries(List<?> before, List<UUID> ids, List<?> after) {
    return filled(equal(waiting(before, ids), after));
  }

  /** Rules have no key: an equal one is the same, and so is what else stands in the same place. */
  List<UUID> ofRules(List<?> before, List<UUID> ids, List<?> after) {
    var waiting = waiting(before, ids);
    var found = equal(waiting, after);
    for (int i = 0; i < Math.min(ids.size(), found.size()); i++) {
      if (found.get(i) == null && !found.contains(ids.get(i))) {
        found.set(i, ids.get(i));
      }
    }
    return filled(found);
  }

  private static Map<Object, Deque<UUID>> waiting(List<?> before, List<UUID> ids) {
    var waiting = new HashMap<Object, Deque<UUID>>();
    for (int i = 0; i < Math.min(before.size(), ids.size()); i++) {
      waiting.computeIfAbsent(before.get(i), _ -> new ArrayDeque<>()).add(ids.get(i));
    }
    return waiting;
  }

  private static List<@Nullable UUID> equal(Map<Object, Deque<UUID>> waiting, List<?> after) {
    var found = new ArrayList<@Nullable UUID>(Collections.nCopies(after.size(), null));
    for (int i = 0; i < after.size(); i++) {
      var ids = waiting.get(after.get(i));
      found.set(i, ids == null ? null : ids.poll());
    }
    return found;
  }

  private List<UUID> filled(List<@Nullable UUID> found) {
    return found.stream().map(id -> id == null ? fresh.get() : id).toList();
  }
}
