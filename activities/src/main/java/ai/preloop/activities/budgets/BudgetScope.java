package ai.preloop.activities.budgets;

import ai.preloop.activities.database.Storable;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whose calls a budget counts: those of one, by its {@code value}, or of each for itself. */
public record BudgetScope(Type type, @Nullable String value) {

  private static final Set<String> LATER = Set.of("team", "agent", "flow");
  private static final int LONGEST = 200;

  /** What calls have in common that count together. */
  public enum Type {
    ACCOUNT,
    USER,
    KEY,
    SESSION,
    MODEL;

    /** As the API and rows say it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** UNPROCESSABLE for another word, with a sentence of its own for those that are to come. */
    public static Type of(String word) {
      return Arrays.stream(values())
          .filter(type -> type.word().equals(word))
          .findFirst()
          .orElseThrow(() -> unprocessable(fault(word)));
    }

    private static String fault(String word) {
      return LATER.contains(word)
          ? "Budgets for a %s are not offered yet; account, user, key, session and model are."
              .formatted(word)
          : "scope.type is account, user, key, session or model.";
    }
  }

  public BudgetScope {
    if (value != null) {
      requireFits(type, value);
    }
  }

  private static void requireFits(Type type, String value) {
    if (type == Type.ACCOUNT) {
      throw unprocessable("A budget for the account has no scope.value.");
    }
    if (value.isBlank() || value.length() > LONGEST) {
      throw unprocessable("scope.value has 1 to %d characters.".formatted(LONGEST));
    }
    if ((type == Type.USER || type == Type.KEY) && !isId(value)) {
      throw unprocessable("scope.value is the id of a %s.".formatted(type.word()));
    }
  }

  private static boolean isId(String value) {
    try {
      return UUID.fromString(value).toString().equals(value);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /** Whether each user, key, session or model has the whole limit for itself. */
  public boolean isEach() {
    return type != Type.ACCOUNT && value == null;
  }

  /**
   * For whom a call counts: the empty string where the budget is for one, the user, key, session or
   * model where it is for each; empty where the call does not count in it.
   */
  Optional<String> subject(BudgetedCall call) {
    if (type == Type.ACCOUNT) {
      return Optional.of("");
    }
    String own = own(call);
    if (own == null) {
      return Optional.empty();
    }
    if (value == null) {
      return Optional.of(own);
    }
    return value.equals(own) ? Optional.of("") : Optional.empty();
  }

  private @Nullable String own(BudgetedCall call) {
    UUID key = call.key();
    return switch (type) {
      case ACCOUNT -> null;
      case USER -> call.user().value().toString();
      case KEY -> key == null ? null : key.toString();
      case SESSION -> Storable.shortened(call.session(), LONGEST);
      case MODEL -> call.model();
    };
  }

  private static ProblemException unprocessable(String sentence) {
    return new ProblemException(ProblemType.UNPROCESSABLE, sentence);
  }
}
