package ai.preloop.activities.generation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a model answered, taken apart: the document, the tests where it wrote some, and its own note
 * beside them. An answer without a fenced block is a document as a whole.
 */
record Reply(String document, @Nullable String tests, String note) {

  private static final Pattern FENCE = Pattern.compile("\\s{0,3}(`{3,}|~{3,})[ \\t]*(\\S*)\\s*");
  private static final Pattern TESTS = Pattern.compile("(?m)^\"?cases\"?\\s*:");
  private static final int LONGEST_NOTE = 2_000;

  static final Reply NONE = new Reply("", null, "");

  Reply {
    note = note.length() > LONGEST_NOTE ? note.substring(0, LONGEST_NOTE) + "…" : note;
  }

  static Reply of(String text) {
    List<String> blocks = new ArrayList<>();
    String rest = fenced(text, blocks);
    if (blocks.isEmpty()) {
      return new Reply(text.strip() + "\n", null, "");
    }
    String tests =
        blocks.stream().filter(block -> TESTS.matcher(block).find()).findFirst().orElse(null);
    String document = blocks.stream().filter(block -> !block.equals(tests)).findFirst().orElse("");
    return new Reply(document, tests, rest.strip());
  }

  /** Adds the fenced blocks, the last one perhaps without its end; answers what is around them. */
  private static String fenced(String text, List<String> blocks) {
    StringBuilder around = new StringBuilder();
    StringBuilder block = new StringBuilder();
    String open = "";
    for (String line : text.lines().toList()) {
      Matcher fence = FENCE.matcher(line);
      boolean isFence = fence.matches();
      if (open.isEmpty() && isFence) {
        open = fence.group(1);
      } else if (open.isEmpty()) {
        around.append(line).append('\n');
      } else if (isFence && fence.group(1).startsWith(open) && fence.group(2).isEmpty()) {
        blocks.add(block.toString());
        block.setLength(0);
        open = "";
      } else {
        block.append(line).append('\n');
      }
    }
    if (!open.isEmpty()) {
      blocks.add(block.toString());
    }
    return around.toString();
  }
}
