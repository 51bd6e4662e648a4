package ai.preloop.policies.output;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads from a regular expression (RE2, Syntax) the literals that each match has. It understands
 * the common part of the syntax, and gives up at anything else.
 */
final class LiteralReader {

  private static final int MOST_IN_A_SET = 32;
  private static final String ZERO_WIDTH = "bBAz";
  private static final String CLASSES = "dDsSwW";

  private final String regex;
  private final boolean inAnyCase;
  private int at;

  private LiteralReader(String regex, boolean inAnyCase) {
    this.regex = regex;
    this.inAnyCase = inAnyCase;
  }

  /** Empty where nothing can be said. */
  static List<Set<String>> read(String regex, boolean inAnyCase) {
    try {
      LiteralReader reader = new LiteralReader(regex, inAnyCase);
      List<Set<String>> sets = reader.alternatives();
      return reader.at == regex.length() ? sets : List.of();
    } catch (NotUnderstood e) {
      return List.of();
    }
  }

  private static final class NotUnderstood extends Exception {

    private static final long serialVersionUID = 1L;

    private NotUnderstood() {
      super("", null, false, false);
    }
  }

  /** What every match of one of several has; of more than one, one of the best of each. */
  private List<Set<String>> alternatives() throws NotUnderstood {
    List<List<Set<String>>> branches = new ArrayList<>();
    branches.add(sequence());
    while (at < regex.length() && regex.charAt(at) == '|') {
      at++;
      branches.add(sequence());
    }
    if (branches.size() == 1) {
      return branches.getFirst();
    }
    Set<String> union = new HashSet<>();
    for (List<Set<String>> branch : branches) {
      Optional<Set<String>> best = branch.stream().max(Comparator.comparing(LiteralReader::worth));
      if (best.isEmpty()) {
        return List.of();
      }
      union.addAll(best.get());
    }
    return union.size() > MOST_IN_A_SET ? List.of() : List.of(Set.copyOf(union));
  }

  private static int worth(Set<String> set) {
    return set.stream().mapToInt(String::length).min().orElse(0);
  }

  private List<Set<String>> sequence() throws NotUnderstood {
    List<Set<String>> needed = new ArrayList<>();
    StringBuilder run = new StringBuilder();
    while (at < regex.length() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
      atom(needed, run);
    }
    end(needed, run);
    return needed;
  }

  private void atom(List<Set<String>> needed, StringBuilder run) throws NotUnderstood {
    char first = next();
    switch (first) {
      case '(' -> group(needed, run);
      case '[' -> one(bracketed(), needed, run);
      case '\\' -> escaped(needed, run);
      case '.' -> one(Optional.empty(), needed, run);
      case '^', '$' -> end(needed, run);
      case '*', '+', '?', '{' -> throw new NotUnderstood();
      default -> one(Optional.of(first), needed, run);
    }
  }

  private void group(List<Set<String>> needed, StringBuilder run) throws NotUnderstood {
    end(needed, run);
    if (regex.startsWith("?:", at)) {
      at += 2;
    } else if (regex.startsWith("?", at)) {
      throw new NotUnderstood();
    }
    List<Set<String>> inside = alternatives();
    if (next() != ')') {
      throw new NotUnderstood();
    }
    if (repeats() != Repeats.PERHAPS) {
      needed.addAll(inside);
    }
  }

  private void escaped(List<Set<String>> needed, StringBuilder run) throws NotUnderstood {
    char what = next();
    if (ZERO_WIDTH.indexOf(what) >= 0) {
      end(needed, run);
    } else if (CLASSES.indexOf(what) >= 0) {
      one(Optional.empty(), needed, run);
    } else if (what < 0x7f && !Character.isLetterOrDigit(what)) {
      one(Optional.of(what), needed, run);
    } else {
      throw new NotUnderstood();
    }
  }

  /** A class of characters; the character where it has but one. */
  private Optional<Character> bracketed() throws NotUnderstood {
    boolean isNegated = regex.startsWith("^", at);
    at += isNegated ? 1 : 0;
    int start = at;
    char first = classMember();
    while (!regex.startsWith("]", at)) {
      classMember();
    }
    at++;
    boolean isSingle = at - start == 2 && !isNegated;
    return isSingle ? Optional.of(first) : Optional.empty();
  }

  private char classMember() throws NotUnderstood {
    char member = next();
    if (member == '[') {
      throw new NotUnderstood();
    }
    return member == '\\' ? next() : member;
  }

  /** A character of the run, or anything else that is one character of a match. */
  private void one(Optional<Character> literal, List<Set<String>> needed, StringBuilder run)
      throws NotUnderstood {
    if (literal.isPresent() && !isPlain(literal.get())) {
      throw new NotUnderstood();
    }
    Repeats repeats = repeats();
    if (literal.isPresent() && repeats != Repeats.PERHAPS) {
      run.append(literal.get());
    }
    if (literal.isEmpty() || repeats != Repeats.ONCE) {
      end(needed, run);
    }
  }

  /** One that is compared with itself alone, or with the other case of a letter of ASCII. */
  private boolean isPlain(char one) {
    return inAnyCase ? one < 0x7f : !Character.isSurrogate(one);
  }

  private void end(List<Set<String>> needed, StringBuilder run) {
    if (!run.isEmpty()) {
      String text = run.toString();
      needed.add(Set.of(inAnyCase ? text.toLowerCase(Locale.ROOT) : text));
      run.setLength(0);
    }
  }

  private enum Repeats {
    ONCE,
    AT_LEAST_ONCE,
    PERHAPS
  }

  /** How often there is what was read; a counted one may be none. */
  private Repeats repeats() throws NotUnderstood {
    if (at == regex.length()) {
      return Repeats.ONCE;
    }
    Repeats repeats =
        switch (regex.charAt(at)) {
          case '+' -> Repeats.AT_LEAST_ONCE;
          case '*', '?', '{' -> Repeats.PERHAPS;
          default -> Repeats.ONCE;
        };
    if (repeats != Repeats.ONCE) {
      skipRepeats();
    }
    return repeats;
  }

  private void skipRepeats() throws NotUnderstood {
    if (next() == '{') {
      while (next() != '}') {
        if ("0123456789,".indexOf(regex.charAt(at - 1)) < 0) {
          throw new NotUnderstood();
        }
      }
    }
    if (at < regex.length() && regex.charAt(at) == '?') {
      at++;
    }
  }

  private char next() throws NotUnderstood {
    if (at >= regex.length()) {
      throw new NotUnderstood();
    }
    return regex.charAt(at++);
  }
}
