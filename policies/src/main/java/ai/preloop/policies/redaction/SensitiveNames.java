package ai.preloop.policies.redaction;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which names of fields, headers, flags and variables tell that a secret follows. */
final class SensitiveNames {

  private static final int LONGEST = 128;

  /** Where one word of a name ends: {@code apiKey}, {@code API_KEY}, {@code HTTPToken2}. */
  private static final Pattern BETWEEN_WORDS =
      Pattern.compile(
          "[^\\p{L}\\p{N}]+|(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})|(?<=\\p{L})(?=\\p{N})");

  /** Tell it wherever they stand in a name. */
  private static final Set<String> STRONG =
      Set.of("password", "passwd", "passphrase", "secret", "authorization", "credential", "cookie");

  /** Tell it at the end of a name only. */
  private static final Set<String> WEAK =
      Set.of("token", "key", "pass", "pwd", "auth", "jwt", "otp", "bearer");

  /** Known compounds that are written as one word. */
  private static final Pattern COMPOUND =
      Pattern.compile(
          ".*(password|passwd|passphrase|secret|credential|authorization|token)"
              + "|.*(api|access|private|secret|signing|encryption|master|ssh|auth)key");

  /** What is told about a secret, and is none. */
  private static final Set<String> ABOUT =
      Set.of(
          "count",
          "type",
          "length",
          "size",
          "limit",
          "policy",
          "expiry",
          "expires",
          "expiration",
          "ttl",
          "at",
          "name",
          "url",
          "uri",
          "strength",
          "required",
          "enabled");

  /** Keys that identify and do not open. */
  private static final Set<String> HARMLESS_KEYS =
      Set.of("public", "primary", "foreign", "partition", "sort", "idempotency");

  /** With these, tokens are counted. */
  private static final Set<String> QUANTITIES =
      Set.of(
          "max",
          "min",
          "num",
          "total",
          "count",
          "used",
          "input",
          "output",
          "prompt",
          "completion",
          "cached",
          "reasoning",
          "budget");

  private SensitiveNames() {}

  static boolean cover(String name) {
    if (name.isEmpty() || name.length() > LONGEST) {
      return false;
    }
    List<String> words = words(name);
    if (words.isEmpty() || ABOUT.contains(words.getLast())) {
      return false;
    }
    return words.stream().anyMatch(word -> STRONG.contains(singular(word))) || endsTelling(words);
  }

  /** A number under a plural name is how many there are. */
  static boolean coverNumbers(String name) {
    return cover(name) && !name.toLowerCase(Locale.ROOT).endsWith("s");
  }

  private static boolean endsTelling(List<String> words) {
    String last = singular(words.getLast());
    if (COMPOUND.matcher(last).matches() && !last.equals("token")) {
      return true;
    }
    return WEAK.contains(last) && !isHarmless(last, words);
  }

  private static boolean isHarmless(String last, List<String> words) {
    return (last.equals("key") && words.stream().anyMatch(HARMLESS_KEYS::contains))
        || (words.getLast().equals("tokens") && words.stream().anyMatch(QUANTITIES::contains));
  }

  private static List<String> words(String name) {
    List<String> words =
        BETWEEN_WORDS
            .splitAsStream(name)
            .filter(word -> !word.isEmpty())
            .map(word -> word.toLowerCase(Locale.ROOT))
            .toList();
    int end = words.size();
    while (end > 0 && isTail(words.get(end - 1))) {
      end--;
    }
    return words.subList(0, end);
  }

  /** {@code api_key_value} and {@code password2} are what they are without their tails. */
  private static boolean isTail(String word) {
    return word.equals("value") || word.chars().allMatch(Character::isDigit);
  }

  private static String singular(String word) {
    return word.endsWith("s") && !word.endsWith("ss") ? word.substring(0, word.length() - 1) : word;
  }
}
