package ai.preloop.activities.translation.openai;

import ai.preloop.activities.translation.conversation.Part;
import java.util.List;
import java.util.Locale;

/** What a tool gave, where the format has no word for a failure and perhaps text alone. */
public final class ToolOutput {

  private static final String FAILED = "Error: ";

  private ToolOutput() {}

  /** The text, which says so where the tool failed. */
  public static String text(Part.ToolResult result) {
    String text = Part.texts(result.content(), "\n");
    if (text.isEmpty() && !media(result).isEmpty()) {
      text = "The result follows.";
    }
    boolean says = text.toLowerCase(Locale.ROOT).startsWith("error");
    return result.failed() && !says ? FAILED + text : text;
  }

  public static List<Part> media(Part.ToolResult result) {
    return result.content().stream()
        .filter(part -> part instanceof Part.Image || part instanceof Part.Document)
        .toList();
  }
}
