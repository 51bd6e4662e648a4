package ai.preloop.cli.terminal;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** Writes answers in the format and with the colour that were asked for. */
public final class Screen {

  private static final int LABEL = 13;

  /** Sentences are no wider, so that they are read easily and fit into a comment. */
  private static final int WIDEST = 80;

  private final Shell shell;
  private final Format format;
  private final boolean colour;

  public Screen(Shell shell, Format format, boolean colour) {
    this.shell = shell;
    this.format = format;
    this.colour = colour && shell.interactive();
  }

  /** Whether the answer goes to a program: then nothing but the answer is written. */
  public boolean forPrograms() {
    return format != Format.TABLE;
  }

  public Format format() {
    return format;
  }

  /** True when the answer was written for a program and there is nothing left to lay out. */
  public boolean answer(JsonNode answer) {
    switch (format) {
      case TABLE -> {
        return false;
      }
      case JSON -> line(Json.pretty(answer));
      case YAML -> line(Yaml.write(Json.plain(answer)));
    }
    return true;
  }

  /** Answers that come one after the other: a table, JSON lines, or YAML documents. */
  public void stream(List<JsonNode> answers, Table table) {
    switch (format) {
      case TABLE -> table.print(this);
      case JSON -> answers.forEach(answer -> line(Json.compact(answer)));
      case YAML -> answers.forEach(answer -> line("---\n" + Yaml.write(Json.plain(answer))));
    }
  }

  /** Whether what is written arrives: a pipe's reader may have had enough. */
  public boolean isRead() {
    return !shell.out().checkError();
  }

  public void line(String line) {
    shell.out().println(line);
  }

  /** A sentence that may be long, each of its lines behind the same indent. */
  public void sentence(String indent, String text) {
    int widest = shell.interactive() ? Math.min(WIDEST, shell.columns()) : WIDEST;
    Text.wrap(Text.line(text), widest - indent.length()).forEach(line -> line(indent + line));
  }

  /** A label and its value on one line; nothing when there is no value. */
  public void field(String label, String value) {
    if (!value.isEmpty()) {
      line(paint(Style.DIM, label + " ".repeat(Math.max(1, LABEL - label.length()))) + value);
    }
  }

  /** The rows, or the sentence that says why there are none. */
  public void table(Table table, String none) {
    if (table.isEmpty()) {
      line(none);
      return;
    }
    table.print(this);
  }

  /** For people beside the answer, so that it never ends up in a pipe. */
  public void note(String sentence) {
    shell.err().println(sentence);
  }

  public String paint(Style style, String text) {
    return colour ? style.paint(text) : text;
  }

  /** A line of a comparison: gone in red, new in green. */
  public String paint(LineDiff.Line line) {
    String text = Text.line(line.toString());
    return switch (line.sign()) {
      case '-' -> paint(Style.RED, text);
      case '+' -> paint(Style.GREEN, text);
      default -> text;
    };
  }

  /** A word that says how something stands, in its colour. */
  public String status(String word) {
    return paint(Style.of(word), word);
  }

  int columns() {
    return shell.columns();
  }
}
