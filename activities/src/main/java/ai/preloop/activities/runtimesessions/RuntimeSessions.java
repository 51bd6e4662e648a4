package ai.preloop.activities.runtimesessions;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.pages.Page;
import ai.preloop.activities.pages.Part;
import ai.preloop.activities.pages.Position;
import ai.preloop.activities.runtimesessions.Moment.AskedTool;
import ai.preloop.activities.runtimesessions.Moment.OfModel;
import ai.preloop.activities.traces.Conversation;
import ai.preloop.activities.usage.RecordedCall;
import ai.preloop.activities.usage.UsageFilter;
import ai.preloop.activities.usage.UsageLog;
import ai.preloop.activities.usage.UsageSpan;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the sessions of an account's agents; nothing of them is kept but their calls. */
public final class RuntimeSessions {

  private static final Duration LONGEST = Duration.ofDays(31);
  private static final Duration AHEAD = Duration.ofDays(1);
  private static final Position<String> NEWEST = new Position<>(Instant.MAX, "");
  private static final Position<UUID> OLDEST = new Position<>(Instant.MIN, new UUID(0, 0));

  private final Database database;
  private final UsageLog usage;
  private final InstantSource clock;

  RuntimeSessions(Database database, UsageLog usage, InstantSource clock) {
    this.database = database;
    this.usage = usage;
    this.clock = clock;
  }

  /** Those with calls in a span, the last seen first; {@code by} is the name of a key or person. */
  public Page<RuntimeSession> list(
      Principal principal, UsageSpan span, @Nullable String by, Part part) {
    principal.require(Scope.ACCOUNT_READ);
    if (Duration.between(span.from(), span.to()).compareTo(LONGEST) > 0) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE,
          "from is at most %d days before to.".formatted(LONGEST.toDays()));
    }
    Position<String> after = part.after(NEWEST, Function.identity());
    List<RuntimeSession> found =
        database.inAccount(
            principal.account(),
            jdbc ->
                new SessionList(jdbc, principal.account()).page(span, by, after, part.limit() + 1));
    return Page.of(part, found, last -> new Position<>(last.lastSeen(), last.conversation().id()));
  }

  public RuntimeSession get(Principal principal, Conversation session) {
    principal.require(Scope.ACCOUNT_READ);
    return database
        .inAccount(
            principal.account(), jdbc -> new SessionList(jdbc, principal.account()).find(session))
        .orElseThrow(
            () -> new ProblemException(ProblemType.NOT_FOUND, "There is no session of this id."));
  }

  /** What happened in a session, oldest first. */
  public Page<Moment> timeline(Principal principal, Conversation session, Part part) {
    principal.require(Scope.ACCOUNT_READ);
    Position<UUID> last = part.after(OLDEST, UUID::fromString);
    int most = part.limit() + 1;
    List<RecordedCall> calls = calls(principal, session, last, most);
    List<Moment> moments =
        database.inAccount(
            principal.account(),
            jdbc -> {
              SessionRecords records = new SessionRecords(jdbc, principal.account());
              Map<UUID, List<AskedTool>> asks =
                  records.askedBy(calls.stream().map(RecordedCall::id).toList());
              return Stream.<Moment>concat(
                      calls.stream()
                          .map(call -> new OfModel(call, asks.getOrDefault(call.id(), List.of()))),
                      records.after(session, last, most).stream())
                  .sorted(Comparator.comparing(Moment::at).thenComparing(m -> m.id().toString()))
                  .limit(most)
                  .toList();
            });
    return Page.of(part, moments, each -> new Position<>(each.at(), each.id()));
  }

  private List<RecordedCall> calls(
      Principal principal, Conversation session, Position<UUID> last, int most) {
    return session.mcp() == null
        ? usage.after(principal, ofSession(session), last, most)
        : List.of();
  }

  /** Its calls of models, newest first. */
  public Page<RecordedCall> requests(Principal principal, Conversation session, Part part) {
    get(principal, session);
    return session.mcp() == null
        ? usage.search(principal, ofSession(session), part)
        : new Page<>(List.of(), null);
  }

  private UsageFilter ofSession(Conversation session) {
    var end = clock.instant().plus(AHEAD);
    return UsageFilter.ofSession(new UsageSpan(end.minus(UsageSpan.LONGEST), end), session.id());
  }
}
