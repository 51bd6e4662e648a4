package ai.preloop.policies.redaction;

import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/** Copies one JSON document without its secrets, until it ends or there is no more room. */
final class RedactingCopy {

  private static final JsonFactory JSON = new JsonFactory();

  /** Room kept for the mark of a cut and for closing what is open. */
  private static final int RESERVE = 1_024;

  /** In lists of pairs, as for headers and variables, these say what {@code value} is. */
  private static final Set<String> LABELS = Set.of("name", "key", "header", "variable", "field");

  private final int size;
  private final StringWriter written;
  private final JsonParser in;
  private final JsonGenerator out;
  private boolean cut;

  private RedactingCopy(int size, StringWriter written, JsonParser in, JsonGenerator out) {
    this.size = size;
    this.written = written;
    this.in = in;
    this.out = out;
  }

  static String of(byte[] json) {
    var written = new StringWriter();
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), json);
        JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), written)) {
      new RedactingCopy(json.length, written, in, out).document();
    }
    return written.toString();
  }

  private void document() {
    if (in.nextToken() == null) {
      throw new StreamReadException(in, "Nothing to read");
    }
    value("");
    if (!cut && in.nextToken() != null) {
      throw new StreamReadException(in, "More than one document");
    }
  }

  private void value(String name) {
    JsonToken token = in.currentToken();
    if (hides(name, token)) {
      in.skipChildren();
      text(Redaction.REDACTED);
      return;
    }
    switch (token) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> text(Redaction.redactText(in.getString()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(in.getString());
      case VALUE_TRUE, VALUE_FALSE -> out.writeBoolean(token == JsonToken.VALUE_TRUE);
      default -> out.writeNull();
    }
  }

  /** True, false and null tell nothing; numbers under a plural are counts. */
  private static boolean hides(String name, JsonToken token) {
    return switch (token) {
      case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> false;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> SensitiveNames.coverNumbers(name);
      default -> SensitiveNames.cover(name);
    };
  }

  private void object() {
    out.writeStartObject();
    var undecided = new ArrayDeque<Span>();
    boolean labelled = false;
    while (!cut && in.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = in.currentName();
      labelled |= in.nextToken() == JsonToken.VALUE_STRING && isTellingLabel(name, in.getString());
      String shown = Redaction.redactText(name);
      if (!hasRoom(shown)) {
        out.writeName("…");
        cut();
      } else {
        out.writeName(shown);
        if (labelled || !mayBeLabelled(name)) {
          value(labelled && isLabelled(name) ? "secret" : name);
        } else {
          undecided.push(written(name));
        }
      }
    }
    if (labelled || cut) {
      undecided.forEach(this::hide);
    }
    out.writeEndObject();
  }

  /** Where a value stands in the text, until the object's other members say what it is. */
  private record Span(int start, int end) {}

  private boolean mayBeLabelled(String name) {
    return isLabelled(name) && hides("secret", in.currentToken());
  }

  private Span written(String name) {
    out.flush();
    int start = written.getBuffer().length();
    value(name);
    out.flush();
    return new Span(start, written.getBuffer().length());
  }

  /** What is at the end goes first, so that the places before it stay as they are. */
  private void hide(Span value) {
    out.flush();
    StringBuffer text = written.getBuffer();
    int start = text.charAt(value.start()) == ':' ? value.start() + 1 : value.start();
    text.replace(start, value.end(), '"' + Redaction.REDACTED + '"');
  }

  private void array() {
    out.writeStartArray();
    while (!cut && in.nextToken() != JsonToken.END_ARRAY) {
      if (hasRoom("")) {
        value("");
      } else {
        cut();
      }
    }
    out.writeEndArray();
  }

  private void text(String text) {
    if (hasRoom(text)) {
      out.writeString(text);
    } else {
      cut();
    }
  }

  private void number(String digits) {
    if (hasRoom(digits)) {
      out.writeNumber(digits);
    } else {
      cut();
    }
  }

  private void cut() {
    cut = true;
    out.writeString(Redaction.CUT + size + " bytes in all]");
  }

  private boolean hasRoom(String text) {
    int used = written.getBuffer().length() + out.streamWriteOutputBuffered();
    int needed = text.chars().map(c -> c < ' ' ? 6 : c == '"' || c == '\\' ? 2 : 1).sum();
    return used + needed <= Redaction.DOCUMENT_LIMIT - RESERVE;
  }

  private static boolean isTellingLabel(String name, String value) {
    return LABELS.contains(name.toLowerCase(Locale.ROOT)) && SensitiveNames.cover(value);
  }

  private static boolean isLabelled(String name) {
    return name.equalsIgnoreCase("value") || name.equalsIgnoreCase("values");
  }
}
