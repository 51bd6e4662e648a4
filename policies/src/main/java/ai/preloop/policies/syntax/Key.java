package ai.preloop.policies.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One key of a mapping; {@code fallback} is what it means when it is not written down. */
public record Key(
    String name,
    Shape shape,
    Presence presence,
    List<String> aliases,
    @Nullable Object fallback,
    @Nullable Reserved reserved,
    String about) {

  /** Whether a key must, may, or had better not be there. */
  public enum Presence {
    REQUIRED,
    OPTIONAL,
    KEPT_FOR_OLD_DOCUMENTS
  }

  /** Names that mean something else already, and the stable code of saying so. */
  public record Reserved(String code, List<String> names) {

    public Reserved {
      names = List.copyOf(names);
    }
  }

  public static Key required(String name, Shape shape) {
    return new Key(name, shape, Presence.REQUIRED, List.of(), null, null, "");
  }

  public static Key optional(String name, Shape shape) {
    return new Key(name, shape, Presence.OPTIONAL, List.of(), null, null, "");
  }

  public static Key old(String name, Shape shape) {
    return new Key(name, shape, Presence.KEPT_FOR_OLD_DOCUMENTS, List.of(), null, null, "");
  }

  public Key orElse(Object fallback) {
    return new Key(name, shape, presence, aliases, fallback, reserved, about);
  }

  public Key alias(String alias) {
    return new Key(name, shape, presence, List.of(alias), fallback, reserved, about);
  }

  public Key reserving(String code, List<String> names) {
    return new Key(name, shape, presence, aliases, fallback, new Reserved(code, names), about);
  }

  /** The same with a sentence for people who write it. */
  public Key about(String sentence) {
    return new Key(name, shape, presence, aliases, fallback, reserved, sentence);
  }
}
