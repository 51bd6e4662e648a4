package ai.preloop.cli.commands.servers;

import ai.preloop.cli.commands.servers.ClientEntry.Program;
import ai.preloop.cli.terminal.Text;
import ai.preloop.policies.redaction.Redaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What an operator sets so that a program may be a server; what looks like a secret is left out.
 */
record ProgramSettings(Program program) {

  /** What the command is called: variables have neither dashes nor capitals in their names. */
  String command() {
    String plain = program.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return plain.isEmpty() ? "program" : plain;
  }

  List<String> lines() {
    String prefix = "PRELOOP_STDIO_COMMANDS_" + command().toUpperCase(Locale.ROOT) + "_";
    var lines = new ArrayList<String>();
    List<String> words = words();
    if (words.stream().noneMatch(word -> word.contains(","))) {
      lines.add(prefix + "PROGRAM=" + Text.word(String.join(",", words)));
    } else {
      for (int i = 0; i < words.size(); i++) {
        lines.add(prefix + "PROGRAM_" + i + "=" + Text.word(words.get(i)));
      }
    }
    if (!program.variables().isEmpty()) {
      lines.add(prefix + "ENVIRONMENT=" + Text.word(String.join(",", program.variables())));
    }
    return lines;
  }

  private List<String> words() {
    var words = new ArrayList<String>();
    String before = "";
    for (String word : program.words()) {
      words.add(isValueOfSecret(before, word) ? Redaction.REDACTED : Redaction.redactText(word));
      before = word;
    }
    return words;
  }

  private static boolean isValueOfSecret(String option, String value) {
    return option.startsWith("-")
        && !value.startsWith("-")
        && Redaction.redactText(option.replaceFirst("^-+", "") + "=" + value)
            .contains(Redaction.REDACTED);
  }
}
