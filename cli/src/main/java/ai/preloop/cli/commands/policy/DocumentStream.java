package ai.preloop.cli.commands.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * The documents that one text holds: those of a YAML stream (YAML 1.2.2, section 9), or the
 * elements of a JSON array. Each keeps its own text, comments included, so that it is stored as it
 * was written.
 */
final class DocumentStream {

  /** A line that begins so ends a document wherever it stands, within quotes too (c-forbidden). */
  private static final Pattern MARKER = Pattern.compile("---(?=\\s|$)(.*)", Pattern.DOTALL);

  private static final Pattern END = Pattern.compile("\\.\\.\\.(?=\\s|$).*", Pattern.DOTALL);
  private static final Pattern LINE = Pattern.compile("[^\n]*\n|[^\n]+$");

  private final List<Part> parts = new ArrayList<>();
  private final StringBuilder current = new StringBuilder();
  private int begun = 1;
  private Stage stage = Stage.BEGUN;

  private DocumentStream() {}

  /** One document and where it begins in the text, both counted from 1. */
  record Part(String text, int line, int column) {}

  /** What there is so far of the document that is being read. */
  private enum Stage {
    BEGUN,
    /** The line that separates it from the one before is not its own, and was left out. */
    SEPARATED,
    /** The one before said that it ends, so that a line that separates is still to come. */
    AFTER_END,
    MARKED,
    CONTENT
  }

  /** In order; the whole text where it cannot be taken apart, for the reader to say why. */
  static List<Part> parts(String text) {
    var parts = text.stripLeading().startsWith("[") ? elements(text) : documents(text);
    return parts.isEmpty() ? List.of(new Part(text, 1, 1)) : parts;
  }

  private static List<Part> documents(String text) {
    var stream = new DocumentStream();
    int number = 0;
    for (var line = LINE.matcher(text); line.find(); ) {
      stream.take(line.group(), ++number);
    }
    stream.close(number + 1);
    return stream.parts;
  }

  private void take(String line, int number) {
    var marker = MARKER.matcher(line);
    if (marker.matches()) {
      mark(line, marker.group(1), number);
    } else if (END.matcher(line).matches()) {
      current.append(line);
      close(number + 1);
      stage = Stage.AFTER_END;
    } else {
      current.append(line);
      stage = isContent(line) ? Stage.CONTENT : stage;
    }
  }

  private void mark(String line, String rest, int number) {
    boolean separates = stage == Stage.AFTER_END && current.toString().isBlank();
    if (stage == Stage.CONTENT || stage == Stage.MARKED || separates) {
      close(rest.isBlank() ? number + 1 : number);
      stage = Stage.SEPARATED;
      if (rest.isBlank()) {
        return;
      }
    }
    current.append(line);
    stage = isContent(rest) ? Stage.CONTENT : Stage.MARKED;
  }

  private void close(int next) {
    if (stage == Stage.CONTENT) {
      parts.add(new Part(current.toString(), begun, 1));
    }
    current.setLength(0);
    begun = next;
  }

  /** Comments and directives before a document are its own, but do not make one. */
  private boolean isContent(String line) {
    String words = line.replace("\uFEFF", "").strip();
    boolean directive = words.startsWith("%") && stage != Stage.MARKED && stage != Stage.CONTENT;
    return !words.isEmpty() && !words.startsWith("#") && !directive;
  }

  private static List<Part> elements(String text) {
    var parts = new ArrayList<Part>();
    try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
      json.nextToken();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        TokenStreamLocation start = json.currentTokenLocation();
        json.skipChildren();
        int end = (int) json.currentLocation().getCharOffset();
        String element = text.substring((int) start.getCharOffset(), end);
        parts.add(new Part(element, start.getLineNr(), start.getColumnNr()));
      }
      return json.nextToken() == null ? parts : List.of();
    } catch (JacksonException e) {
      return List.of();
    }
  }
}
