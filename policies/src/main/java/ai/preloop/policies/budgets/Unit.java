package ai.preloop.policies.budgets;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a budget counts; amounts of it are whole numbers, for money nanodollars. */
public enum Unit {
  /** What calls of models cost. */
  USD(Dollars.MOST, "USD"),
  /** Calls of tools. */
  TOOL_CALLS(1_000_000_000, "tool calls"),
  /** Calls of tools that do more than read, as far as is known. */
  SIDE_EFFECTS(1_000_000_000, "side effects");

  /** All the words, as a sentence lists them. */
  public static final String WORDS =
      Arrays.stream(values()).map(Unit::word).collect(Collectors.joining(", "));

  private final long most;
  private final String title;

  Unit(long most, String title) {
    this.most = most;
    this.title = title;
  }

  public static Optional<Unit> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }

  /** As the API and rows say it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The most that a limit can be. */
  public long most() {
    return most;
  }

  public boolean isMoney() {
    return this == USD;
  }

  /** As a sentence says it: {@code 12.50 USD}, {@code 12 tool calls}. */
  public String said(long amount) {
    return isMoney() ? Dollars.said(amount) : amount + " " + title;
  }

  /** A part of a whole: {@code 12.50 USD of 25.00 USD}, {@code 12 of 20 tool calls}. */
  public String said(long part, long whole) {
    return (isMoney() ? said(part) : Long.toString(part)) + " of " + said(whole);
  }
}
