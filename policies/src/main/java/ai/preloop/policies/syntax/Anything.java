package ai.preloop.policies.syntax;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a mapping whose keys belong to somebody else, into plain maps, lists and values. */
record Anything(Findings findings, Scalars scalars) {

  @Nullable Map<String, Object> map(Node node, String path) {
    if (node instanceof Node.Mapping mapping) {
      return entries(mapping, path);
    }
    scalars.wrong(node, "a mapping of keys", path);
    return null;
  }

  private Map<String, Object> entries(Node.Mapping mapping, String path) {
    var values = new LinkedHashMap<String, Object>();
    for (var entry : mapping.entries()) {
      var key = entry.key().text();
      var at = Paths.key(path, key);
      var value = value(entry.value(), at);
      if (values.containsKey(key)) {
        findings.duplicate(key, at, entry.key().position());
      }
      values.put(key, value);
    }
    return values;
  }

  private Object value(Node node, String path) {
    findings.place(path, new Place(node.position(), ""));
    return switch (node) {
      case Node.Mapping mapping -> entries(mapping, path);
      case Node.Sequence sequence -> items(sequence, path);
      case Node.Scalar scalar -> scalar(scalar, path);
    };
  }

  private List<Object> items(Node.Sequence sequence, String path) {
    var items = new ArrayList<>();
    for (var item : sequence.items()) {
      items.add(value(item, Paths.item(path, items.size())));
    }
    return items;
  }

  private Object scalar(Node.Scalar scalar, String path) {
    var value =
        switch (scalar.kind()) {
          case TEXT -> scalars.text(scalar, Shape.FREE, path);
          case FLAG -> scalars.flag(scalar, path);
          case WHOLE, DECIMAL -> Scalars.number(scalar.text());
          case NOTHING -> null;
        };
    if (value == null && scalar.kind() != Node.Kind.TEXT) {
      scalars.wrong(scalar, "a value that JSON has, and not null", path);
    }
    return value == null ? "" : value;
  }
}
