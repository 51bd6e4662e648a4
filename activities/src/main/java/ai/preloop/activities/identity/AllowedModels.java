package ai.preloop.activities.identity;

import static ai.preloop.policies.problems.ProblemException.unprocessable;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which models a credential may call, by the aliases that it may ask for: each exact, or the start
 * of one and a star. It only narrows what the policy allows.
 */
public sealed interface AllowedModels {

  /** Whatever the policy allows. */
  AllowedModels ALL = new All();

  boolean allow(String alias);

  /** Whether whatever the other one allows is allowed by this one too. */
  boolean covers(AllowedModels other);

  /** As rows and answers have them; null is all. UNPROCESSABLE where one is no pattern. */
  static AllowedModels of(@Nullable List<String> patterns) {
    return patterns == null ? ALL : new Listed(patterns);
  }

  /** As rows and answers have them; null where there is no list. */
  @Nullable List<String> patterns();

  /** No list. */
  record All() implements AllowedModels {

    @Override
    public boolean allow(String alias) {
      return true;
    }

    @Override
    public boolean covers(AllowedModels other) {
      return true;
    }

    @Override
    public @Nullable List<String> patterns() {
      return null;
    }
  }

  /** Those of a list. */
  record Listed(List<String> patterns) implements AllowedModels {

    private static final String ANY = "*";
    private static final int MOST = 100;
    private static final int LONGEST = 200;

    public Listed {
      patterns = List.copyOf(patterns);
      if (patterns.isEmpty() || patterns.size() > MOST) {
        throw unprocessable(
            "A list of models has 1 to %d names; leave it out for a key that may call all of them."
                .formatted(MOST));
      }
      patterns.stream().filter(each -> !isPattern(each)).findFirst().ifPresent(Listed::refuse);
    }

    @Override
    public boolean allow(String alias) {
      return patterns.stream().anyMatch(each -> fits(each, alias));
    }

    /** The star of a beginning stands for more than any name. */
    @Override
    public boolean covers(AllowedModels other) {
      return switch (other) {
        case All _ -> false;
        case Listed(List<String> theirs) ->
            theirs.stream().allMatch(each -> patterns.contains(each) || isWithin(each));
      };
    }

    private boolean isWithin(String pattern) {
      return pattern.endsWith(ANY)
          ? patterns.stream()
              .anyMatch(each ->
                  each.endsWith(ANY) && fits(each, pattern.substring(0, pattern.length() - 1)))
          : allow(pattern);
    }

    private static boolean fits(String pattern, String alias) {
      return pattern.endsWith(ANY)
          ? alias.startsWith(pattern.substring(0, pattern.length() - 1))
          : alias.equals(pattern);
    }

    private static boolean isPattern(String text) {
      int star = text.indexOf('*');
      return !text.isBlank()
          && text.length() <= LONGEST
          && text.strip().equals(text)
          && (star < 0 || star == text.length() - 1)
          && text.chars().noneMatch(Character::isISOControl);
    }

    private static void refuse(String pattern) {
      throw unprocessable(
          "`%s` names no models: write an alias, or the start of one with a star at its end."
              .formatted(pattern));
    }
  }
}
