package ai.preloop.policies.syntax;

import static java.lang.Character.SURROGATE;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Composes one YAML 1.2 document (JSON is a part of it) from the parser's events, so that depth and
 * aliases are bounded before anything is built and each refusal has a place.
 */
final class TreeReader {

  static final int MAX_DEPTH = 64;
  static final int MAX_VALUES = 400_000;

  private static final ScalarResolver RESOLVER = new CoreSchema().getScalarResolver();

  private final Iterator<Event> events;
  private final Anchors anchors = new Anchors();
  private int values;

  private TreeReader(Iterator<Event> events) {
    this.events = events;
  }

  /** The document, or null after an error that says why there is none. */
  static @Nullable Node read(Source source, Findings findings) {
    var settings =
        LoadSettings.builder()
            .setLabel("policy")
            .setUseMarks(true)
            .setCodePointLimit(Source.MAX_BYTES)
            .build();
    try {
      return new TreeReader(new Parse(settings).parseString(source.text()).iterator()).document();
    } catch (Refusal refusal) {
      findings.add(refusal.finding());
    } catch (MarkedYamlEngineException e) {
      findings.add(syntax(position(e.getProblemMark()), String.valueOf(e.getProblem())));
    } catch (ReaderException e) {
      findings.add(syntax(source.positionAt(e.getPosition()), "a character that is not allowed"));
    } catch (YamlEngineException e) {
      findings.add(syntax(Position.UNKNOWN, "the parser gave up"));
    }
    return null;
  }

  private static Finding syntax(Position position, String problem) {
    var message = "This is neither YAML nor JSON: %s.".formatted(problem);
    return new Finding(Severity.ERROR, "document.syntax", Paths.ROOT, position, message);
  }

  private Node document() {
    skip(2);
    if (events.next() instanceof NodeEvent first) {
      var root = node(first, 1);
      skip(1);
      onlyOne(events.next());
      return root;
    }
    throw new Refusal("document.empty", new Position(1, 1), "There is nothing in this document.");
  }

  private void onlyOne(Event next) {
    if (next.getEventId() != Event.ID.StreamEnd) {
      throw new Refusal(
          "document.several",
          position(next.getStartMark()),
          "A second document starts here; a file holds one policy document.");
    }
  }

  /** The stream and document events around the nodes say nothing. */
  private void skip(int count) {
    for (int i = 0; i < count; i++) {
      if (events.next().getEventId() == Event.ID.StreamEnd) {
        throw new Refusal(
            "document.empty", new Position(1, 1), "There is nothing in this document.");
      }
    }
  }

  private Node node(NodeEvent event, int depth) {
    if (++values > MAX_VALUES) {
      throw new Refusal(
          "document.too_large",
          position(event.getStartMark()),
          "A document has at most %d keys and values.".formatted(MAX_VALUES));
    }
    var node =
        switch (event) {
          case AliasEvent alias -> copy(alias);
          case ScalarEvent scalar -> scalar(scalar);
          case MappingStartEvent mapping -> mapping(mapping, depth);
          default -> sequence(event, depth);
        };
    if (!(event instanceof AliasEvent)) {
      event.getAnchor().ifPresent(anchor -> anchors.remember(anchor, node));
    }
    return node;
  }

  /** A single value stands where it is repeated, so that its place is where it is used. */
  private Node copy(AliasEvent alias) {
    var node = anchors.repeated(alias);
    return node instanceof Node.Scalar(var text, var kind, _)
        ? new Node.Scalar(text, kind, span(alias, alias))
        : node;
  }

  private Node.Scalar scalar(ScalarEvent event) {
    untagged(event, event.getTag());
    whole(event);
    var tag = RESOLVER.resolve(event.getValue(), event.isPlain());
    return new Node.Scalar(event.getValue(), kind(tag), span(event, event));
  }

  /** An escape can write what the source itself may not hold, and what no database keeps. */
  private static void whole(ScalarEvent event) {
    if (event.getValue().codePoints().anyMatch(c -> c == 0 || Character.getType(c) == SURROGATE)) {
      throw new Refusal(
          "document.syntax",
          position(event.getStartMark()),
          "This text has half a character or a NUL in it.");
    }
  }

  private static Node.Kind kind(Tag tag) {
    if (tag.equals(Tag.INT)) {
      return Node.Kind.WHOLE;
    }
    if (tag.equals(Tag.FLOAT)) {
      return Node.Kind.DECIMAL;
    }
    if (tag.equals(Tag.BOOL)) {
      return Node.Kind.FLAG;
    }
    return tag.equals(Tag.NULL) ? Node.Kind.NOTHING : Node.Kind.TEXT;
  }

  private Node.Sequence sequence(NodeEvent start, int depth) {
    open(start, depth);
    var items = new ArrayList<Node>();
    var next = events.next();
    while (next instanceof NodeEvent item) {
      items.add(node(item, depth + 1));
      next = events.next();
    }
    return new Node.Sequence(items, span(start, next));
  }

  private Node.Mapping mapping(MappingStartEvent start, int depth) {
    open(start, depth);
    var entries = new ArrayList<Node.Entry>();
    var next = events.next();
    while (next instanceof NodeEvent key) {
      var name = key(key, depth);
      entries.add(new Node.Entry(name, node((NodeEvent) events.next(), depth + 1)));
      next = events.next();
    }
    return new Node.Mapping(entries, span(start, next));
  }

  private Node.Scalar key(NodeEvent event, int depth) {
    if (node(event, depth + 1) instanceof Node.Scalar key) {
      return new Node.Scalar(key.text(), key.kind(), span(event, event));
    }
    throw new Refusal("key.type", position(event.getStartMark()), "A key must be text.");
  }

  private static void open(NodeEvent event, int depth) {
    if (event instanceof CollectionStartEvent collection) {
      untagged(event, collection.getTag());
    }
    if (depth > MAX_DEPTH) {
      throw new Refusal(
          "document.depth",
          position(event.getStartMark()),
          "A document is at most %d levels deep.".formatted(MAX_DEPTH));
    }
  }

  private static void untagged(Event event, Optional<String> tag) {
    if (tag.isPresent()) {
      throw new Refusal(
          "document.tag",
          position(event.getStartMark()),
          "Tags are not read; write text in quotes instead.");
    }
  }

  private static Node.Span span(Event first, Event last) {
    return new Node.Span(
        position(first.getStartMark()), index(first.getStartMark()), index(last.getEndMark()));
  }

  private static int index(Optional<Mark> mark) {
    return mark.map(Mark::getIndex).orElse(0);
  }

  static Position position(Optional<Mark> mark) {
    return mark.map(at -> new Position(at.getLine() + 1, at.getColumn() + 1))
        .orElse(Position.UNKNOWN);
  }
}
