package ai.preloop.policies.functions;

import dev.cel.common.types.CelType;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The kinds of value that may be compared with one another. */
public enum Kind {
  NULL("null"),
  BOOLEAN("true or false"),
  NUMBER("a number"),
  TEXT("text"),
  BYTES("bytes"),
  LIST("a list"),
  MAP("a map"),
  TIMESTAMP("a timestamp"),
  DURATION("a duration"),
  ANY("a value");

  private final String words;

  Kind(String words) {
    this.words = words;
  }

  /** The kind in words, with its article. */
  public String words() {
    return words;
  }

  /** Whether {@code ==} and {@code in} have a meaning between the two. */
  public boolean comparesWith(Kind other) {
    return this == other || this == NULL || other == NULL || this == ANY || other == ANY;
  }

  /** The kind of a value as the evaluator holds it. */
  public static Kind of(Object value) {
    return switch (value) {
      case NullValue _ -> NULL;
      case Boolean _ -> BOOLEAN;
      case Number _ -> NUMBER;
      case String _ -> TEXT;
      case List<?> _ -> LIST;
      case Map<?, ?> _ -> MAP;
      case CelByteString _ -> BYTES;
      case Instant _ -> TIMESTAMP;
      case Duration _ -> DURATION;
      default -> ANY;
    };
  }

  /** The kind of a type as the checker found it. */
  public static Kind of(CelType type) {
    return switch (type.kind()) {
      case NULL_TYPE -> NULL;
      case BOOL -> BOOLEAN;
      case INT, UINT, DOUBLE -> NUMBER;
      case STRING -> TEXT;
      case BYTES -> BYTES;
      case LIST -> LIST;
      case MAP, STRUCT -> MAP;
      case TIMESTAMP -> TIMESTAMP;
      case DURATION -> DURATION;
      default -> ANY;
    };
  }
}
