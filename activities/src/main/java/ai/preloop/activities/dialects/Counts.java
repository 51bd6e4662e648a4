package ai.preloop.activities.dialects;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonType;
import org.jspecify.annotations.Nullable;

/** The counts of an object of usage, and whether they can be believed. */
final class Counts {

  private static final int MOST_DIGITS = 10;

  private final @Nullable JsonSlice usage;
  private boolean said;
  private boolean believable = true;

  Counts(@Nullable JsonSlice usage) {
    this.usage = usage;
  }

  /** Zero where there is none. */
  long of(String name) {
    return count(member(usage, name));
  }

  /** A count of an object within, as {@code prompt_tokens_details}. */
  long of(String object, String name) {
    return count(member(member(usage, object), name));
  }

  private static @Nullable JsonSlice member(@Nullable JsonSlice object, String name) {
    JsonSlice member = object == null ? null : object.member(name);
    return member == null || member.is(JsonType.NULL) ? null : member;
  }

  private long count(@Nullable JsonSlice value) {
    if (value == null) {
      return 0;
    }
    said = true;
    long count = wholeNumber(value);
    doubtIf(count < 0 || count > Usage.MOST);
    return Math.max(count, 0);
  }

  /** Minus one for what is none. */
  private static long wholeNumber(JsonSlice value) {
    long number = 0;
    for (int i = value.from(); i < value.to(); i++) {
      int digit = value.array()[i] - '0';
      if (digit < 0 || digit > 9 || value.length() > MOST_DIGITS) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }

  void doubtIf(boolean contradictory) {
    believable &= !contradictory;
  }

  /** Whether one of both is missing, and the total that would tell it. */
  boolean isHalf(String input, String output) {
    boolean both = member(usage, input) != null && member(usage, output) != null;
    return !both && member(usage, "total_tokens") == null;
  }

  /** Whether any count was there that was asked for. */
  boolean said() {
    return said;
  }

  boolean believable() {
    return believable;
  }
}
