package ai.preloop.policies.functions;

import dev.cel.common.exceptions.CelInvalidArgumentException;

/** What one evaluation may make: what an agent sends must not grow without a limit. */
public final class TextBudget {

  /** Characters of texts, bytes, and elements of lists, in all. */
  static final int MOST = 1 << 20;

  private static final ThreadLocal<TextBudget> CURRENT = ThreadLocal.withInitial(TextBudget::new);

  private int left = MOST;

  private TextBudget() {}

  /** Another evaluation begins on this thread. */
  public static void begin() {
    CURRENT.get().left = MOST;
  }

  static void spend(int characters) {
    TextBudget budget = CURRENT.get();
    budget.left -= characters;
    if (budget.left < 0) {
      throw exceeded();
    }
  }

  static CelInvalidArgumentException exceeded() {
    return new CelInvalidArgumentException(new IllegalArgumentException("too much is made"));
  }
}
