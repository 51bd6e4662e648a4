package ai.preloop.policies.syntax;

import static ai.preloop.policies.syntax.Key.Presence.KEPT_FOR_OLD_DOCUMENTS;
import static ai.preloop.policies.syntax.Key.Presence.REQUIRED;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares what is written with the definition of the keys, and reports every difference. */
final class ShapeCheck {

  private final Findings findings;
  private final Scalars scalars;
  private final List<Literal> literals = new ArrayList<>();

  ShapeCheck(Findings findings, Map<String, String> environment) {
    this.findings = findings;
    this.scalars = new Scalars(findings, new Variables(environment));
  }

  /** The checked keys of the whole; empty when it is no mapping at all. */
  Fields fields(Node root, Shape.Group definition) {
    return check(root, definition, Paths.ROOT) instanceof Fields fields
        ? fields
        : new Fields(definition, Map.of(), Paths.ROOT, root.position());
  }

  List<Literal> literals() {
    return literals;
  }

  /** The value as the shape has it, or null when it was not right. */
  private @Nullable Object check(Node node, Shape shape, String path) {
    findings.place(path, new Place(node.position(), ""));
    var value = value(node, shape, path);
    findings.place(path, new Place(node.position(), reading(value)));
    return value;
  }

  private @Nullable Object value(Node node, Shape shape, String path) {
    return switch (shape) {
      case Shape.Group group -> group(node, group, path);
      case Shape.Many many -> many(node, many, path);
      case Shape.Anything _ -> new Anything(findings, scalars).map(node, path);
      case Shape.Json _ -> new JsonObject(findings, scalars).of(node, path);
      case Shape.TextOrWhole _ -> scalars.textOrWhole(node, path);
      case Shape.Credential _ -> credential(node, path);
      case Shape.Text text -> scalars.text(node, text, path);
      case Shape.Choice choice -> scalars.choice(node, choice, path);
      case Shape.Flag _ -> scalars.flag(node, path);
      case Shape.Whole whole -> scalars.whole(node, whole, path);
      case Shape.Decimal decimal -> scalars.decimal(node, decimal, path);
    };
  }

  private static String reading(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case List<?> list -> list.isEmpty() ? "" : "[…]";
      case Map<?, ?> map -> map.isEmpty() ? "" : "{…}";
      case Fields fields -> fields.values().isEmpty() ? "" : "{…}";
      default -> value.toString();
    };
  }

  private @Nullable Fields group(Node node, Shape.Group group, String path) {
    if (!(node instanceof Node.Mapping mapping)) {
      scalars.wrong(node, "a mapping of keys", path);
      return null;
    }
    var values = new LinkedHashMap<String, Object>();
    var written = new HashMap<String, String>();
    for (var entry : mapping.entries()) {
      var key = group.key(entry.key().text());
      if (key == null) {
        unknown(entry, group, path);
      } else if (first(entry, key, path, written)) {
        entry(entry, key, path, values);
      }
    }
    missing(group, written, path);
    return new Fields(group, values, path, node.position());
  }

  private void unknown(Node.Entry entry, Shape.Group group, String path) {
    var written = entry.key().text();
    findings.add(
        new Finding(
            Severity.ERROR,
            "key.unknown",
            Paths.key(path, written),
            entry.key().position(),
            "There is no key `%s` here.%s"
                .formatted(
                    Paths.shown(written), findings.hint(written, group.spellings().keySet()))));
  }

  private boolean first(Node.Entry entry, Key key, String path, Map<String, String> written) {
    var spelling = entry.key().text();
    var before = written.putIfAbsent(key.name(), spelling);
    if (before == null) {
      return true;
    }
    var twice = before.equals(spelling);
    findings.add(
        new Finding(
            Severity.ERROR,
            twice ? "key.duplicate" : "key.conflict",
            Paths.key(path, spelling),
            entry.key().position(),
            twice
                ? "The key `%s` is here twice.".formatted(spelling)
                : "`%s` and `%s` are one key; write one of them.".formatted(before, spelling)));
    return false;
  }

  private void entry(Node.Entry entry, Key key, String path, Map<String, Object> values) {
    var at = Paths.key(path, entry.key().text());
    if (key.presence() == KEPT_FOR_OLD_DOCUMENTS) {
      findings.add(deprecated(entry, key, at));
    }
    var value = check(entry.value(), key.shape(), at);
    var place = findings.places().get(at);
    if (place != null && !key.name().equals(entry.key().text())) {
      findings.place(Paths.key(path, key.name()), place);
    }
    if (value != null && allowed(value, key, at)) {
      values.put(key.name(), value);
    }
  }

  private static Finding deprecated(Node.Entry entry, Key key, String path) {
    return new Finding(
        Severity.WARNING,
        "key.deprecated",
        path,
        entry.key().position(),
        "`%s` is kept for old documents and has no effect; the approvers' own preferences decide."
            .formatted(key.name()));
  }

  private boolean allowed(Object value, Key key, String path) {
    var reserved = key.reserved();
    if (reserved == null || !reserved.names().contains(value)) {
      return true;
    }
    findings.error(
        reserved.code(), path, "`%s` is a reserved name; choose another one.".formatted(value));
    return false;
  }

  private void missing(Shape.Group group, Map<String, String> written, String path) {
    for (var key : group.keys().values()) {
      if (key.presence() == REQUIRED && !written.containsKey(key.name())) {
        findings.error(
            "key.missing",
            Paths.key(path, key.name()),
            "The key `%s` is missing.".formatted(key.name()));
      }
    }
  }

  /** A wrong item keeps its place, so that the others keep their numbers. */
  private @Nullable List<Object> many(Node node, Shape.Many many, String path) {
    if (!(node instanceof Node.Sequence sequence)) {
      scalars.wrong(node, "a list", path);
      return null;
    }
    var items = new ArrayList<>();
    for (var item : sequence.items()) {
      var at = Paths.item(path, items.size());
      var value = check(item, many.item(), at);
      items.add(value == null ? nothing(many.item(), at, item) : value);
    }
    return items;
  }

  private static Object nothing(Shape shape, String path, Node node) {
    return shape instanceof Shape.Group group
        ? new Fields(group, Map.of(), path, node.position())
        : "";
  }

  private @Nullable Object credential(Node node, String path) {
    if (node instanceof Node.Mapping mapping) {
      return check(mapping, Shape.SECRET, path) instanceof Fields fields
          ? Map.of("secret", fields.text("secret"))
          : null;
    }
    var value = scalars.secret(node, path);
    if (value != null) {
      var span = node.span();
      literals.add(new Literal(path, span.position(), span.start(), span.end(), value));
    }
    return null;
  }
}
