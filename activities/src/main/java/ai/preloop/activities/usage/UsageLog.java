package ai.preloop.activities.usage;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.pages.Part;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads an account's ledger of model calls: call by call, and what they come to. */
public final class UsageLog {

  /** How many groups a summary has at most. */
  public static final int GROUPS = 1_000;

  private static final int DIMENSIONS = 2;
  private static final int LONGEST_SEARCH = 500;

  private final Database database;

  public UsageLog(Database database) {
    this.database = database;
  }

  /** A page, newest first. */
  public UsagePage search(Principal principal, UsageFilter filter, Part part) {
    principal.require(Scope.ACCOUNT_READ);
    UsageCursor after = UsageCursor.parse(part.cursor());
    int limit = part.limit();
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

  /** A page of calls that match, newest first. */
  public record FoundPage(List<FoundCall> items, @Nullable String nextCursor) {

    public FoundPage {
      items = List.copyOf(items);
    }
  }

  /**
   * A page of the calls whose kept words match, newest first. What people said to models is for
   * those who administer the account.
   */
  public FoundPage matching(Principal principal, UsageFilter filter, String words, Part part) {
    principal.require(Scope.ACCOUNT_ADMIN);
    requireWords(words);
    UsageCursor after = UsageCursor.parse(part.cursor());
    // The index of words is of no use under row security, whose filter has to come first; the query
    // names the account in each table instead.
    List<FoundCall> found =
        database.asSystem(jdbc ->
            new UsageQueries(jdbc, principal.account())
                .matching(filter, words, after, part.limit() + 1));
    if (found.size() <= part.limit()) {
      return new FoundPage(found, null);
    }
    List<FoundCall> shown = found.subList(0, part.limit());
    return new FoundPage(shown, UsageCursor.after(shown.getLast().call()).opaque());
  }

  private static void requireWords(String words) {
    if (words.isBlank() || words.length() > LONGEST_SEARCH) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE,
          "q is what to look for: at least one word, and at most %d characters."
              .formatted(LONGEST_SEARCH));
    }
  }

  /** Where calls begin, oldest first: behind an instant, and an id among those of that instant. */
  public record Position(Instant at, UUID id) {

    public static final Position BEGINNING = new Position(Instant.EPOCH, new UUID(0, 0));
  }

  /** The first calls behind a position, oldest first. */
  public List<RecordedCall> after(
      Principal principal, UsageFilter filter, Position last, int most) {
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
