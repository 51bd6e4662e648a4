package ai.preloop.policies.redaction;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values that a text gives to telling names: headers, fields, variables and flags. */
final class Assignments {

  private static final String NAME = "([A-Za-z][\\w.-]{0,63}+)";

  private static final Pattern HEADER =
      Pattern.compile(
          "(?i)(?<![\\w-])((?:proxy-)?authorization|(?:set-)?cookie|x-[\\w-]{0,40}(?:key|token|secret))"
              + ":[ \\t]{0,4}+(?![\"'\\\\])");

  private static final List<Pattern> OTHERS =
      List.of(
          // "name": value, also escaped, within a text that is a JSON string itself
          Pattern.compile("(?<=[\"'])" + NAME + "\\\\?+[\"']\\s{0,4}+:\\s{0,4}+"),
          // NAME=value, --name=value, ?name=value
          Pattern.compile("(?<![\\w.])" + NAME + "="),
          // --name value
          Pattern.compile("(?<=\\s--|^--)" + NAME + "\\s{1,4}+(?!-)"));

  private static final String ENDS_A_WORD = " \t\r\n\"'&;,)}]\\";
  private static final String ENDS_A_HEADER = "\r\n\"'\\";

  private Assignments() {}

  static String redact(String text) {
    String redacted = replace(HEADER, text, ENDS_A_HEADER);
    for (Pattern pattern : OTHERS) {
      redacted = replace(pattern, redacted, ENDS_A_WORD);
    }
    return redacted;
  }

  private static String replace(Pattern pattern, String text, String ends) {
    Matcher matcher = pattern.matcher(text);
    var out = new StringBuilder(text.length());
    int copied = 0;
    while (matcher.find()) {
      int end = matcher.end() < copied ? copied : valueEnd(text, matcher.end(), ends);
      if (end > matcher.end() && SensitiveNames.cover(matcher.group(1))) {
        int start = matcher.end() + openingQuote(text, matcher.end());
        out.append(text, copied, start).append(Redaction.REDACTED);
        copied = end;
      }
    }
    return out.append(text, copied, text.length()).toString();
  }

  /** How long the quote is that a value begins with: none, {@code "}, or an escaped {@code \"}. */
  private static int openingQuote(String text, int at) {
    if (text.startsWith("\\\"", at)) {
      return 2;
    }
    return text.startsWith("\"", at) || text.startsWith("'", at) ? 1 : 0;
  }

  /** Where the value that begins at {@code from} is over, without its closing quote. */
  private static int valueEnd(String text, int from, String ends) {
    int quote = openingQuote(text, from);
    int at = from + quote;
    while (at < text.length() && !endsAt(text, at, text.substring(from, from + quote), ends)) {
      at += quote == 1 && text.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at, text.length());
  }

  private static boolean endsAt(String text, int at, String quote, String ends) {
    return quote.isEmpty() ? ends.indexOf(text.charAt(at)) >= 0 : text.startsWith(quote, at);
  }
}
