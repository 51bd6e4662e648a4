package ai.preloop.activities.modellists;

import static ai.preloop.policies.problems.ProblemException.unprocessable;

import ai.preloop.activities.identity.Labels;
import ai.preloop.activities.identity.Principal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whose calls a list is about: all of the account, or those of one user, team, agent or flow. A
 * user is the one behind the credential, by the id; the others are its labels.
 */
public record ListScope(Type type, String value) {

  /** What calls have in common. */
  public enum Type {
    ACCOUNT,
    USER,
    TEAM,
    AGENT,
    FLOW;

    /** As the API and rows say it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** UNPROCESSABLE for another word. */
    public static Type of(String word) {
      return Arrays.stream(values())
          .filter(type -> type.word().equals(word))
          .findFirst()
          .orElseThrow(() -> unprocessable("scope.type is one of %s.".formatted(words())));
    }

    private static String words() {
      return Arrays.stream(values()).map(Type::word).collect(Collectors.joining(", "));
    }

    /** What a caller is in this respect; null where the credential does not say. */
    @Nullable String of(Principal caller) {
      return switch (this) {
        case ACCOUNT -> "";
        case USER -> caller.user().value().toString();
        case TEAM -> caller.labels().team();
        case AGENT -> caller.labels().agent();
        case FLOW -> caller.labels().flow();
      };
    }
  }

  /** UNPROCESSABLE for what is no one's scope. */
  public static ListScope of(String type, @Nullable String value) {
    Type known = Type.of(type);
    if (known == Type.ACCOUNT) {
      if (value != null) {
        throw unprocessable("A list for the account has no scope.value.");
      }
      return new ListScope(known, "");
    }
    if (value == null) {
      throw unprocessable("scope.value says which %s the list is for.".formatted(type));
    }
    return new ListScope(known, Objects.requireNonNull(Labels.printable("scope.value", value)));
  }

  /** As it is told to a caller whose call it is about. */
  String named(Principal caller) {
    return switch (type) {
      case ACCOUNT -> "the account";
      case USER -> "the user " + caller.userName();
      case TEAM, AGENT, FLOW -> "the %s %s".formatted(type.word(), value);
    };
  }
}
