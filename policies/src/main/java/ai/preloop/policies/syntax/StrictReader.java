package ai.preloop.policies.syntax;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads YAML 1.2 or JSON against the definition of its keys; nothing in it is ever executed. */
public final class StrictReader {

  private StrictReader() {}

  /** What is written: the source, its checked keys, and the credentials that it holds in full. */
  public record Written(Source source, Fields fields, List<Literal> literals) {

    public Written {
      literals = List.copyOf(literals);
    }
  }

  /**
   * {@code bytes} are UTF-8, at most {@link Source#MAX_BYTES}; {@code environment} has the names
   * that the source may read, with their values. Null when there is nothing to go on with, and the
   * findings say why.
   */
  public static @Nullable Written read(
      byte[] bytes, Shape.Group definition, Map<String, String> environment, Findings findings) {
    var source = Source.decode(bytes, findings);
    var root = source == null ? null : TreeReader.read(source, findings);
    if (source == null || root == null) {
      return null;
    }
    var shapes = new ShapeCheck(findings, environment);
    var fields = shapes.fields(root, definition);
    return new Written(source, fields, shapes.literals());
  }
}
