package ai.preloop.policies.syntax;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the single values of a document, each as its shape wants it. */
final class Scalars {

  static final int LONGEST_NAME = 200;
  private static final Pattern BAD_NAME =
      Pattern.compile("\\s.*|.*\\s|.*\\p{Cntrl}.*|", Pattern.DOTALL);

  private final Findings findings;
  private final Variables variables;

  Scalars(Findings findings, Variables variables) {
    this.findings = findings;
    this.variables = variables;
  }

  void wrong(Node node, String wanted, String path) {
    report(
        node, "value.type", path, "This must be %s, not %s.".formatted(wanted, node.described()));
  }

  private void report(Node node, String code, String path, String message) {
    findings.add(new Finding(Severity.ERROR, code, path, node.position(), message));
  }

  @Nullable String text(Node node, Shape.Text shape, String path) {
    if (shape.spelling() == Shape.Spelling.EXPRESSION
        && node instanceof Node.Scalar(_, Node.Kind kind, _)
        && kind == Node.Kind.NOTHING) {
      return "";
    }
    var text = plain(node, path);
    return text != null && spelled(text, shape.spelling(), node, path) ? text : null;
  }

  private @Nullable String plain(Node node, String path) {
    if (!(node instanceof Node.Scalar(var written, var kind, _)) || kind != Node.Kind.TEXT) {
      var quotes = node instanceof Node.Scalar ? "text (in quotes)" : "text";
      wrong(node, quotes, path);
      return null;
    }
    var expansion = variables.expand(written);
    expansion.refused().forEach(name -> refuse(node, name, path));
    return expansion.refused().isEmpty() ? expansion.text() : null;
  }

  /** A credential: nothing of it may come back in a finding. */
  @Nullable String secret(Node node, String path) {
    if (!(node instanceof Node.Scalar(var written, var kind, _)) || kind != Node.Kind.TEXT) {
      wrong(node, "text, or a reference such as {secret: name}", path);
      return null;
    }
    var expansion = variables.expand(written);
    if (!expansion.refused().isEmpty()) {
      refuse(node, "", path);
    }
    return expansion.refused().isEmpty() ? expansion.text() : null;
  }

  private void refuse(Node node, String name, String path) {
    var what = name.isEmpty() ? "This ${…}" : "${" + name + "}";
    report(
        node,
        "value.variable",
        path,
        what + " is not a variable that a document may read here; write $${ for a literal.");
  }

  private boolean spelled(String text, Shape.Spelling spelling, Node node, String path) {
    return switch (spelling) {
      case FREE, EXPRESSION -> true;
      case NAME -> name(text, node, path);
      case TOOL -> name(text, node, path) && starAtTheEnd(text, node, path);
    };
  }

  private boolean name(String text, Node node, String path) {
    if (text.length() <= LONGEST_NAME && !BAD_NAME.matcher(text).matches()) {
      return true;
    }
    report(
        node,
        "value.name",
        path,
        "A name has 1 to %d characters, none of them a control character, and no space around it."
            .formatted(LONGEST_NAME));
    return false;
  }

  private boolean starAtTheEnd(String text, Node node, String path) {
    int star = text.indexOf('*');
    if (star < 0 || star == text.length() - 1) {
      return true;
    }
    report(
        node,
        "value.name",
        path,
        "A star stands only at the end: `*`, or the start of a name and `*`.");
    return false;
  }

  @Nullable String choice(Node node, Shape.Choice shape, String path) {
    var text = plain(node, path);
    if (text == null) {
      return null;
    }
    var value = shape.others().getOrDefault(text, text);
    if (shape.values().contains(value)) {
      return value;
    }
    var why = shape.refused().get(text);
    report(node, "value.choice", path, why == null ? unknown(text, shape) : refused(text, why));
    return null;
  }

  private String unknown(String text, Shape.Choice shape) {
    return "`%s` is none of %s.%s"
        .formatted(
            Paths.shown(text),
            String.join(", ", shape.values()),
            findings.hint(text, shape.values()));
  }

  private static String refused(String text, String why) {
    return "`%s` is refused: %s.".formatted(text, why);
  }

  @Nullable Boolean flag(Node node, String path) {
    if (node instanceof Node.Scalar(var text, var kind, _) && kind == Node.Kind.FLAG) {
      return Boolean.valueOf(text);
    }
    wrong(node, "true or false", path);
    return null;
  }

  @Nullable Integer whole(Node node, Shape.Whole shape, String path) {
    if (!(node instanceof Node.Scalar(var text, var kind, _)) || kind != Node.Kind.WHOLE) {
      wrong(node, "a whole number", path);
      return null;
    }
    var number = number(text);
    if (number != null && within(number, shape.min(), shape.max())) {
      return number.intValueExact();
    }
    range(node, path, "from %s to %s".formatted(shape.min(), shape.max()));
    return null;
  }

  /** A number counts from 1. */
  @Nullable Object textOrWhole(Node node, String path) {
    return node instanceof Node.Scalar(_, var kind, _) && kind == Node.Kind.WHOLE
        ? whole(node, new Shape.Whole(1, Integer.MAX_VALUE), path)
        : text(node, Shape.FREE, path);
  }

  @Nullable Double decimal(Node node, Shape.Decimal shape, String path) {
    if (!(node instanceof Node.Scalar(var text, var kind, _))
        || (kind != Node.Kind.WHOLE && kind != Node.Kind.DECIMAL)) {
      wrong(node, "a number", path);
      return null;
    }
    var number = number(text);
    if (number != null && within(number, shape.min(), shape.max())) {
      return number.doubleValue();
    }
    range(node, path, "from %s to %s".formatted(shape.min(), shape.max()));
    return null;
  }

  private static boolean within(BigDecimal number, double min, double max) {
    return number.compareTo(BigDecimal.valueOf(min)) >= 0
        && number.compareTo(BigDecimal.valueOf(max)) <= 0;
  }

  private void range(Node node, String path, String limits) {
    report(node, "value.range", path, "This must be " + limits + ".");
  }

  /** A number in decimal digits; null for the other notations and for what has no end. */
  static @Nullable BigDecimal number(String text) {
    if (text.length() > 40) {
      return null;
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
