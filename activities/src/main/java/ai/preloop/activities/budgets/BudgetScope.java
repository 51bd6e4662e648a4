package ai.preloop.activities.budgets;

import static ai.preloop.policies.problems.ProblemException.unprocessable;

import ai.preloop.activities.database.Storable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whose calls a budget counts: those of one, by its {@code value}, or of each for itself. */
public record BudgetScope(Type type, @Nullable String value) {

  private static final int LONGEST = 200;

  /** What calls have in common that count together. */
  public enum Type {
    ACCOUNT,
    USER,
    KEY,
    TEAM,
    AGENT,
    FLOW,
    SESSION,
    MODEL;

    /** All the words, as a sentence lists them. */
    public static final String WORDS =
        Arrays.stream(values()).map(Type::word).collect(Collectors.joining(", "));

    /** As the API and rows say it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** UNPROCESSABLE for another word. */
    public static Type of(String word) {
      return Arrays.stream(values())
          .filter(type -> type.word().equals(word))
          .findFirst()
          .orElseThrow(() -> unprocessable("scope.type is one of " + WORDS + "."));
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

  /**
   * UNPROCESSABLE for what no credential says, since labels have no space around them; a budget
   * that was made for it before is read all the same.
   */
  void requireSayable() {
    if (value != null && !value.equals(value.strip())) {
      throw unprocessable("scope.value has no space at its beginning or its end.");
    }
  }

  private static boolean isId(String value) {
    try {
      return UUID.fromString(value).toString().equals(value);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /** Whether each user, key, team, agent, flow, session or model has the whole limit for itself. */
  public boolean isEach() {
    return type != Type.ACCOUNT && value == null;
  }

  /**
   * For whom a call counts: {@code subject} is empty where the budget is for one, else the user,
   * key, team and so on. It counts by {@code servedBy} alone, where that is not null: a model that
   * may serve the call.
   */
  record Counted(String subject, @Nullable String servedBy) {}

  /** Empty where the call does not count in it. */
  List<Counted> counted(BudgetedCall call) {
    UUID key = call.key();
    return switch (type) {
      case ACCOUNT -> List.of(new Counted("", null));
      case MODEL -> models(call);
      case USER -> own(call.user().value().toString());
      case KEY -> own(key == null ? null : key.toString());
      case TEAM -> own(call.labels().team());
      case AGENT -> own(call.labels().agent());
      case FLOW -> own(call.labels().flow());
      case SESSION -> own(call.labels().session());
    };
  }

  /** In one order for all calls, so that no two of them hold what the other waits for. */
  private List<Counted> models(BudgetedCall call) {
    return call.models().stream()
        .flatMap(model -> model(call, model))
        .sorted(Comparator.comparing(Counted::subject))
        .toList();
  }

  private Stream<Counted> model(BudgetedCall call, String model) {
    boolean isAsked = model.equals(call.models().getFirst());
    return own(model).stream().map(each -> new Counted(each.subject(), isAsked ? null : model));
  }

  private List<Counted> own(@Nullable String whose) {
    String own = Storable.shortened(whose, LONGEST);
    if (own == null || (value != null && !value.equals(own))) {
      return List.of();
    }
    return List.of(new Counted(value == null ? own : "", null));
  }
}
