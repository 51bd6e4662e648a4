package ai.preloop.policies.output;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ArrayNode;

/**
 * What a text is as JSON: its documents, one after the other, and none where it is words. One that
 * begins like JSON and is not, or has a member twice, is not sound.
 */
record Nested(ArrayNode documents, boolean isSound) {

  /** So many texts are read that stand in each other. */
  static final int DEEPEST = 4;

  /** An object, or a list of what JSON has: "[draft]" and "[see](there)" are words. */
  private static final Pattern BEGINNING =
      Pattern.compile(
          "_*+(?=[{]|[\\[]_*+([\"'\\[\\]{}+\\-.0-9/]|true|false|null|NaN|Infinity))"
              .replace("_", "[\\s\\p{Z}\\p{C}]"));

  static Nested of(String text) {
    Matcher beginning = BEGINNING.matcher(text);
    if (!beginning.lookingAt()) {
      return new Nested(Blank.FACTORY.arrayNode(), true);
    }
    String json = text.substring(beginning.end());
    try {
      return new Nested(Trees.documents(json), true);
    } catch (JacksonException | StackOverflowError e) {
      return new Nested(Trees.lenient(json), false);
    }
  }

  /** As it is where nobody reads on: only words are sound. */
  Nested unopened() {
    return new Nested(Blank.FACTORY.arrayNode(), isSound && documents.isEmpty());
  }

  /** The text with its JSON edited, or as it is where nothing changes. */
  static String edited(String text, Predicate<ArrayNode> editing) {
    ArrayNode documents = of(text).documents;
    return editing.test(documents)
        ? documents.valueStream().map(Trees::text).collect(Collectors.joining("\n"))
        : text;
  }
}
