package ai.preloop.activities.generation;

import ai.preloop.activities.audit.AuditLog.Span;
import ai.preloop.activities.usage.UsageSpan;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants of a policy: in words, from calls that were recorded, or both. {@code model}
 * is an alias, null for the account's first; {@code policyName} the owner that the document is to
 * have, null for that of the document it begins with, or {@code generated}. UNPROCESSABLE for what
 * cannot be.
 */
public record Wish(
    String description,
    @Nullable String model,
    @Nullable String policyName,
    Base base,
    @Nullable Observed observed) {

  public static final int LONGEST_DESCRIPTION = 8_000;

  private static final Duration LONGEST_SPAN = Duration.ofDays(92);

  /** What the document begins with. */
  public enum Base {
    NOTHING,
    /** The document of the same owner that is in force. */
    ACTIVE
  }

  public Wish {
    description = description.strip();
    require(
        observed != null || !description.isEmpty(),
        "description is missing: say in words what the policy is to do.");
    require(
        description.length() <= LONGEST_DESCRIPTION,
        "A description has up to %d characters.".formatted(LONGEST_DESCRIPTION));
  }

  /**
   * Which recorded calls: of a time, and of one caller by its name, or of one API key by its id or
   * its name, where that is said.
   */
  public record Observed(Span span, @Nullable String principal, @Nullable String key) {

    public Observed {
      require(
          UsageSpan.isDated(span.from()) && UsageSpan.isDated(span.to()),
          "from and to are in the years 1 to 9999.");
      require(span.from().isBefore(span.to()), "from is not before to.");
      require(
          Duration.between(span.from(), span.to()).compareTo(LONGEST_SPAN) <= 0,
          "At most %d days are looked at.".formatted(LONGEST_SPAN.toDays()));
      require(principal == null || key == null, "Calls are of a principal or of a key: not both.");
    }
  }

  /** As records and meters call it. */
  String source() {
    return observed == null ? "description" : "audit";
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw new ProblemException(ProblemType.UNPROCESSABLE, sentence);
    }
  }
}
