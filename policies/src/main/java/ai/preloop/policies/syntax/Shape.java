package ai.preloop.policies.syntax;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a value of a policy document may be; the whole language is made of these. */
public sealed interface Shape {

  Text NAME = new Text(Spelling.NAME);
  Text TOOL = new Text(Spelling.TOOL);
  Text FREE = new Text(Spelling.FREE);
  Text EXPRESSION = new Text(Spelling.EXPRESSION);
  Flag FLAG = new Flag();
  Credential CREDENTIAL = new Credential();
  Anything ANYTHING = new Anything();
  Json JSON = new Json();
  TextOrWhole TEXT_OR_WHOLE = new TextOrWhole();

  /** What a text may read: a name, a tool's name with a star at its end, a condition, anything. */
  enum Spelling {
    NAME,
    TOOL,
    EXPRESSION,
    FREE
  }

  record Text(Spelling spelling) implements Shape {}

  /** {@code others} are spellings that are accepted in silence, {@code refused} ones with why. */
  record Choice(List<String> values, Map<String, String> others, Map<String, String> refused)
      implements Shape {

    public Choice or(String spelling, String value) {
      return new Choice(values, Map.of(spelling, value), refused);
    }

    public Choice never(String value, String why) {
      return new Choice(values, others, Map.of(value, why));
    }
  }

  record Flag() implements Shape {}

  record Whole(int min, int max) implements Shape {}

  record Decimal(double min, double max) implements Shape {}

  record Many(Shape item) implements Shape {}

  /** A secret: a literal, or {@code {secret: name}}. */
  record Credential() implements Shape {}

  /** A mapping whose keys belong to somebody else. */
  record Anything() implements Shape {}

  /** A JSON object as it is: null is a value, and nothing in it is replaced. */
  record Json() implements Shape {}

  /** A text, or a whole number from 1. */
  record TextOrWhole() implements Shape {}

  /** A mapping with these keys and no others. */
  record Group(Map<String, Key> keys, Map<String, Key> spellings) implements Shape {

    @Nullable Key key(String written) {
      return spellings.get(written);
    }

    /** The key with this name, which the definition is known to have. */
    Key named(String name) {
      var key = keys.get(name);
      if (key == null) {
        throw new IllegalArgumentException("No key " + name);
      }
      return key;
    }

    public Group with(Key... more) {
      var all = new ArrayList<>(keys.values());
      all.addAll(List.of(more));
      return group(all.toArray(Key[]::new));
    }
  }

  /** A reference into the secret store. */
  Group SECRET = group(Key.required("secret", NAME));

  static Group group(Key... keys) {
    var named = new LinkedHashMap<String, Key>();
    var spellings = new LinkedHashMap<String, Key>();
    for (var key : keys) {
      named.put(key.name(), key);
      spellings.put(key.name(), key);
      key.aliases().forEach(alias -> spellings.put(alias, key));
    }
    return new Group(named, spellings);
  }

  static Choice oneOf(String... values) {
    return new Choice(List.of(values), Map.of(), Map.of());
  }

  static Whole between(int min, int max) {
    return new Whole(min, max);
  }

  static Many list(Shape item) {
    return new Many(item);
  }
}
