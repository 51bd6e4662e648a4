package ai.preloop.policies.syntax;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;

/** What aliases repeat, within limits that keep a small file from becoming a large document. */
final class Anchors {

  private static final int MAX_ALIASES = 100;
  private static final int MAX_COPIES = 10_000;

  private final Map<Anchor, Node> nodes = new HashMap<>();
  private int aliases;
  private int copies;

  /** A node is known once it is whole, so that none can hold itself. */
  void remember(Anchor anchor, Node node) {
    nodes.put(anchor, node);
  }

  Node repeated(AliasEvent alias) {
    var position = TreeReader.position(alias.getStartMark());
    var node = nodes.get(alias.getAlias());
    if (node == null) {
      throw new Refusal("document.alias", position, "This alias repeats nothing above it.");
    }
    copies += size(node);
    if (++aliases > MAX_ALIASES || copies > MAX_COPIES) {
      throw new Refusal(
          "document.aliases",
          position,
          "A document has at most %d aliases that repeat at most %d values."
              .formatted(MAX_ALIASES, MAX_COPIES));
    }
    return node;
  }

  /** Stops counting at the limit, which a handful of nested aliases reaches at once. */
  private static int size(Node node) {
    int size = 1;
    for (var child : children(node)) {
      size += size(child);
      if (size > MAX_COPIES) {
        return size;
      }
    }
    return size;
  }

  private static List<Node> children(Node node) {
    return switch (node) {
      case Node.Scalar _ -> List.of();
      case Node.Sequence sequence -> sequence.items();
      case Node.Mapping mapping -> mapping.entries().stream().map(Node.Entry::value).toList();
    };
  }
}
