package ai.preloop.policies.ownership;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a document with its id: {@code written} has its keys as they are written, and {@code
 * rules} the ids of its conditions, in their order.
 */
public record NamedEntry(UUID id, Map<String, @Nullable Object> written, List<UUID> rules) {

  private static final String CONDITIONS = "conditions";

  public NamedEntry {
    rules = List.copyOf(rules);
  }

  /** One that was not there before. */
  public static NamedEntry made(Map<String, @Nullable Object> written, Supplier<UUID> fresh) {
    return new NamedEntry(fresh.get(), written, List.of()).rewritten(written, fresh);
  }

  /** The rules as they are written, in their order. */
  public List<Object> conditions() {
    return conditions(written);
  }

  /** The same entry where all of it is written anew; a rule that is still there keeps its id. */
  public NamedEntry rewritten(Map<String, @Nullable Object> next, Supplier<UUID> fresh) {
    var same = new SameIds(fresh).ofRules(conditions(), rules, conditions(next));
    return new NamedEntry(id, next, same);
  }

  public NamedEntry withRule(UUID rule, Object condition) {
    var conditions = new ArrayList<>(conditions());
    var ids = new ArrayList<>(rules);
    conditions.add(condition);
    ids.add(rule);
    return with(conditions, ids);
  }

  /** The rule says something else, in its place. */
  public NamedEntry withRuleRewritten(UUID rule, Object condition) {
    var conditions = new ArrayList<>(conditions());
    conditions.set(rules.indexOf(rule), condition);
    return with(conditions, rules);
  }

  public NamedEntry withoutRule(UUID rule) {
    return inOrder(rules.stream().filter(each -> !each.equals(rule)).toList());
  }

  /** Those of its rules, in this order. */
  public NamedEntry inOrder(List<UUID> order) {
    var conditions = conditions();
    return with(order.stream().map(rule -> conditions.get(rules.indexOf(rule))).toList(), order);
  }

  private NamedEntry with(List<Object> conditions, List<UUID> ids) {
    var next = new LinkedHashMap<String, @Nullable Object>(written);
    if (conditions.isEmpty()) {
      next.remove(CONDITIONS);
    } else {
      next.put(CONDITIONS, conditions);
    }
    return new NamedEntry(id, next, ids);
  }

  private static List<Object> conditions(Map<String, @Nullable Object> written) {
    return written.get(CONDITIONS) instanceof List<?> list ? new ArrayList<>(list) : List.of();
  }
}
