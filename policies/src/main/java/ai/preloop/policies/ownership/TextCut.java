package ai.preloop.policies.ownership;

import ai.preloop.policies.ownership.Cut.Spot;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Takes one thing out of a text with the comments that stand right above it; whether nothing else
 * went with it is for the caller to see.
 */
final class TextCut {

  private final String text;
  private final List<String> lines;

  private TextCut(String text) {
    this.text = text;
    this.lines = text.lines().toList();
  }

  /** One of a list or mapping, which begins with its key where it has one. */
  private record Member(List<Node> firsts, List<Node> values, int index, boolean isFlow) {

    Node first() {
      return firsts.get(index);
    }

    Node value() {
      return values.get(index);
    }
  }

  /** Empty where the text does not have it in a place of its own. */
  static Optional<String> of(String text, Spot spot) {
    var settings =
        LoadSettings.builder().setUseMarks(true).setCodePointLimit(text.length() + 1).build();
    var cut = new TextCut(text);
    return new Compose(settings)
        .composeString(text)
        .flatMap(root -> key(root, spot.section()))
        .flatMap(section -> within(section, spot))
        .map(member -> member.isFlow() ? cut.inFlow(member) : cut.inBlock(member));
  }

  /** A list is taken out with its last entry. */
  private static Optional<Member> within(Member section, Spot spot) {
    if (spot.index() < 0) {
      return Optional.of(section);
    }
    var key = spot.key();
    var entry = item(section.value(), spot.index());
    return key == null
        ? entry.map(found -> found.values().size() == 1 ? section : found)
        : entry.flatMap(found -> key(found.value(), key));
  }

  private static Optional<Member> item(Node list, int index) {
    return list instanceof SequenceNode sequence && index < sequence.getValue().size()
        ? Optional.of(new Member(sequence.getValue(), sequence.getValue(), index, isFlow(sequence)))
        : Optional.empty();
  }

  private static Optional<Member> key(Node node, String key) {
    if (!(node instanceof MappingNode mapping)) {
      return Optional.empty();
    }
    List<Node> keys = mapping.getValue().stream().map(NodeTuple::getKeyNode).toList();
    List<Node> values = mapping.getValue().stream().map(NodeTuple::getValueNode).toList();
    return IntStream.range(0, keys.size())
        .filter(i -> keys.get(i) instanceof ScalarNode each && each.getValue().equals(key))
        .mapToObj(i -> new Member(keys, values, i, isFlow(mapping)))
        .findFirst();
  }

  private static boolean isFlow(CollectionNode<?> collection) {
    return collection.getFlowStyle() == FlowStyle.FLOW;
  }

  /** With the comma behind it, or before it where it is the last. */
  private String inFlow(Member member) {
    int next = member.index() + 1;
    if (next < member.firsts().size()) {
      return without(start(member.first()).getIndex(), start(member.firsts().get(next)).getIndex());
    }
    int from =
        member.index() == 0
            ? start(member.first()).getIndex()
            : end(member.values().get(member.index() - 1)).getIndex();
    return without(from, end(member.value()).getIndex());
  }

  /** Its lines, whole. */
  private String inBlock(Member member) {
    int from = start(member.first()).getLine();
    var end = end(last(member.value()));
    int to = end.getColumn() == 0 ? end.getLine() : end.getLine() + 1;
    return without(index(withComments(from)), index(to));
  }

  /** Where the comments above a line begin; those that a document begins with are the whole's. */
  private int withComments(int line) {
    int first = line;
    while (first > 0 && lines.get(first - 1).strip().startsWith("#")) {
      first--;
    }
    return first == 0 ? line : first;
  }

  /** What a block ends with says where; its own end is where the next thing begins. */
  private static Node last(Node node) {
    return switch (node) {
      case MappingNode mapping when !isFlow(mapping) && !mapping.getValue().isEmpty() ->
          last(mapping.getValue().getLast().getValueNode());
      case SequenceNode sequence when !isFlow(sequence) && !sequence.getValue().isEmpty() ->
          last(sequence.getValue().getLast());
      default -> node;
    };
  }

  /** In code points, as marks count. */
  private int index(int line) {
    int at = 0;
    for (int i = 0; i < line; i++) {
      int end = text.indexOf('\n', at);
      at = end < 0 ? text.length() : end + 1;
    }
    return text.codePointCount(0, at);
  }

  private String without(int from, int to) {
    int start = text.offsetByCodePoints(0, from);
    return text.substring(0, start) + text.substring(text.offsetByCodePoints(start, to - from));
  }

  private static Mark start(Node node) {
    return node.getStartMark().orElseThrow();
  }

  private static Mark end(Node node) {
    return node.getEndMark().orElseThrow();
  }
}
