package ai.preloop.policies.output;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rewrites every text of a tree where it stands: strings, names of members, and numbers as they are
 * written. What is {@code unread} is left alone; a number that is rewritten becomes 0.
 */
record Texts(
    UnaryOperator<String> strings, UnaryOperator<String> names, Predicate<JsonNode> unread) {

  /** Strings, names and numbers alike. */
  static Texts all(UnaryOperator<String> strings, UnaryOperator<String> names) {
    return new Texts(strings, names, _ -> false);
  }

  static Texts strings(UnaryOperator<String> strings) {
    return new Texts(strings, name -> name, _ -> false);
  }

  /** Whether anything is another one now. */
  boolean rewrite(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> members(object);
      case ArrayNode array -> elements(array);
      default -> false;
    };
  }

  private boolean members(ObjectNode object) {
    boolean changed = false;
    boolean renamed = false;
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      if (!unread.test(member.getValue())) {
        Optional<JsonNode> now = rewritten(member.getValue());
        now.ifPresent(member::setValue);
        changed |= now.isPresent() || rewrite(member.getValue());
        renamed |= !names.apply(member.getKey()).equals(member.getKey());
      }
    }
    if (renamed) {
      rename(object);
    }
    return changed || renamed;
  }

  private boolean elements(ArrayNode array) {
    boolean changed = false;
    for (int i = 0; i < array.size(); i++) {
      if (unread.test(array.get(i))) {
        continue;
      }
      Optional<JsonNode> now = rewritten(array.get(i));
      if (now.isPresent()) {
        array.set(i, now.get());
      }
      changed |= now.isPresent() || rewrite(array.get(i));
    }
    return changed;
  }

  /** What stands in the place of a value, where that is not the value itself. */
  private Optional<JsonNode> rewritten(JsonNode value) {
    if (value.isString()) {
      String now = strings.apply(value.stringValue());
      return now.equals(value.stringValue())
          ? Optional.empty()
          : Optional.of(Blank.FACTORY.stringNode(now));
    }
    return value.isNumber() && !names.apply(value.asString()).equals(value.asString())
        ? Optional.of(Blank.NUMBER)
        : Optional.empty();
  }

  /** Two names may come to be the same, and are told apart by numbers. */
  private void rename(ObjectNode object) {
    List<Map.Entry<String, JsonNode>> members =
        object.properties().stream()
            .map(each -> Map.entry(each.getKey(), each.getValue()))
            .toList();
    object.removeAll();
    Set<String> taken = new HashSet<>();
    for (Map.Entry<String, JsonNode> member : members) {
      String name = unread.test(member.getValue()) ? member.getKey() : names.apply(member.getKey());
      String free = name;
      for (int i = 2; !taken.add(free); i++) {
        free = name + " (" + i + ")";
      }
      object.set(free, member.getValue());
    }
  }
}
