package ai.preloop.policies.syntax;

import java.util.List;

/** A document as it is written, before anything is known about its keys. */
sealed interface Node {

  Span span();

  default Position position() {
    return span().position();
  }

  /** The word a person would use for what is written here. */
  String described();

  /** What a plain scalar is by the YAML 1.2 core schema; a quoted one is always text. */
  enum Kind {
    TEXT("text"),
    WHOLE("a whole number"),
    DECIMAL("a number"),
    FLAG("true or false"),
    NOTHING("nothing");

    private final String described;

    Kind(String described) {
      this.described = described;
    }
  }

  /** Where a node stands; {@code start} and {@code end} count code points of the source. */
  record Span(Position position, int start, int end) {}

  record Scalar(String text, Kind kind, Span span) implements Node {
    @Override
    public String described() {
      return kind.described;
    }
  }

  record Sequence(List<Node> items, Span span) implements Node {
    @Override
    public String described() {
      return "a list";
    }
  }

  record Mapping(List<Entry> entries, Span span) implements Node {
    @Override
    public String described() {
      return "a mapping";
    }
  }

  record Entry(Scalar key, Node value) {}
}
