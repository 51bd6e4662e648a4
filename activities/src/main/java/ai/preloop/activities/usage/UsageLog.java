package ai.preloop.activities.usage;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an account's ledger of model calls: call by call, and what they come to. */
public final class UsageLog {

  /** How many calls a page has at most. */
  public static final int MOST = 1_000;

  /** How many groups a summary has at most. */
  public static final int GROUPS = 1_000;

  private static final int DIMENSIONS = 2;

  private final Database database;

  public UsageLog(Database database) {
    this.database = database;
  }

  /** A page, newest first. */
  public UsagePage search(
      Principal principal, UsageFilter filter, @Nullable String cursor, int limit) {
    principal.require(Scope.ACCOUNT_READ);
    if (limit < 1 || limit > MOST) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE, "A limit is between 1 and %d.".formatted(MOST));
    }
    UsageCursor after = UsageCursor.parse(cursor);
    List<RecordedCall> found =
        database.inAccount(
            principal.account(),
            jdbc -> new UsageQueries(jdbc, principal.account()).page(filter, after, limit + 1));
    if (found.size() <= limit) {
      return new UsagePage(found, null);
    }
    List<RecordedCall> shown = found.subList(0, limit);
    return new UsagePage(shown, UsageCursor.after(shown.getLast()).opaque());
  }

  /** What the calls come to; in all only, or by one or two dimensions too. */
  public UsageSummary summary(Principal principal, UsageFilter filter, List<Dimension> by) {
    principal.require(Scope.ACCOUNT_READ);
    requireFew(by);
    return database.inAccount(
        principal.account(),
        jdbc -> {
          UsageQueries queries = new UsageQueries(jdbc, principal.account());
          List<UsageSummary.Group> groups =
              by.isEmpty() ? List.of() : queries.groups(filter, by, GROUPS + 1);
          boolean isCut = groups.size() > GROUPS;
          return new UsageSummary(
              filter.span(),
              queries.totals(filter),
              isCut ? groups.subList(0, GROUPS) : groups,
              isCut);
        });
  }

  private static void requireFew(List<Dimension> by) {
    if (by.size() > DIMENSIONS || by.stream().distinct().count() < by.size()) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE,
          "Calls are grouped by one dimension, or by two different ones.");
    }
  }
}
