package ai.preloop.activities.usage;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.pages.Page;
import ai.preloop.activities.pages.Part;
import ai.preloop.activities.pages.Position;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Reads an account's ledger of model calls: call by call, and what they come to. */
public final class UsageLog {

  /** How many groups a summary has at most. */
  public static final int GROUPS = 1_000;

  private static final int DIMENSIONS = 2;
  private static final int LONGEST_SEARCH = 500;

  private static final Position<UUID> NEWEST = new Position<>(Instant.MAX, new UUID(-1, -1));

  private final Database database;

  public UsageLog(Database database) {
    this.database = database;
  }

  /** A page, newest first. */
  public Page<RecordedCall> search(Principal principal, UsageFilter filter, Part part) {
    principal.require(Scope.ACCOUNT_READ);
    Position<UUID> after = part.after(NEWEST, UUID::fromString);
    List<RecordedCall> found =
        database.inAccount(
            principal.account(),
            jdbc ->
                new UsageQueries(jdbc, principal.account()).page(filter, after, part.limit() + 1));
    return Page.of(part, found, UsageLog::position);
  }

  private static Position<UUID> position(RecordedCall call) {
    return new Position<>(call.startedAt(), call.id());
  }

  /**
   * A page of the calls whose kept words match, newest first. What people said to models is for
   * those who administer the account.
   */
  public Page<FoundCall> matching(
      Principal principal, UsageFilter filter, String words, Part part) {
    principal.require(Scope.ACCOUNT_ADMIN);
    requireWords(words);
    Position<UUID> after = part.after(NEWEST, UUID::fromString);
    // The index of words is of no use under row security, whose filter has to come first; the query
    // names the account in each table instead.
    List<FoundCall> found =
        database.asSystem(jdbc ->
            new UsageQueries(jdbc, principal.account())
                .matching(filter, words, after, part.limit() + 1));
    return Page.of(part, found, each -> position(each.call()));
  }

  private static void requireWords(String words) {
    if (words.isBlank() || words.length() > LONGEST_SEARCH) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE,
          "q is what to look for: at least one word, and at most %d characters."
              .formatted(LONGEST_SEARCH));
    }
  }

  /** The first calls behind a position, oldest first. */
  public List<RecordedCall> after(
      Principal principal, UsageFilter filter, Position<UUID> last, int most) {
    principal.require(Scope.ACCOUNT_READ);
    return database.inAccount(
        principal.account(),
        jdbc -> new UsageQueries(jdbc, principal.account()).after(filter, last, most));
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
