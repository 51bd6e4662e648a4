package ai.preloop.policies.syntax;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a mapping as the JSON object that it is, to the letter. */
record JsonObject(Findings findings, Scalars scalars) {

  @Nullable Map<String, @Nullable Object> of(Node node, String path) {
    if (node instanceof Node.Mapping mapping) {
      return members(mapping, path);
    }
    scalars.wrong(node, "a mapping of keys", path);
    return null;
  }

  private Map<String, @Nullable Object> members(Node.Mapping mapping, String path) {
    var members = new LinkedHashMap<String, @Nullable Object>();
    for (var entry : mapping.entries()) {
      var name = entry.key().text();
      var at = Paths.key(path, name);
      if (members.containsKey(name)) {
        findings.duplicate(name, at, entry.key().position());
      }
      members.put(name, value(entry.value(), at));
    }
    return members;
  }

  private @Nullable Object value(Node node, String path) {
    return switch (node) {
      case Node.Mapping mapping -> members(mapping, path);
      case Node.Sequence sequence -> items(sequence, path);
      case Node.Scalar scalar ->
          switch (scalar.kind()) {
            case TEXT -> scalar.text();
            case FLAG -> Boolean.valueOf(scalar.text());
            case NOTHING -> null;
            case WHOLE, DECIMAL -> number(scalar, path);
          };
    };
  }

  private List<@Nullable Object> items(Node.Sequence sequence, String path) {
    var items = new ArrayList<@Nullable Object>();
    for (var item : sequence.items()) {
      items.add(value(item, Paths.item(path, items.size())));
    }
    return items;
  }

  private @Nullable Object number(Node.Scalar scalar, String path) {
    var number = Scalars.number(scalar.text());
    if (number == null) {
      scalars.wrong(scalar, "a number as JSON has it", path);
    }
    return number;
  }
}
