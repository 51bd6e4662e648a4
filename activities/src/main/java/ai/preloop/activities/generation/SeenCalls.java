package ai.preloop.activities.generation;

import ai.preloop.activities.audit.AuditLog;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.ChainedRecord;
import ai.preloop.activities.generation.Wish.Observed;
import ai.preloop.workflows.identity.AccountId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Calls that were recorded, counted by server and tool; the newest so many are looked at. */
final class SeenCalls {

  private static final int MOST_CALLS = 20_000;
  private static final int MOST_TOOLS = 200;
  private static final int MOST_CALLERS = 10;
  private static final int PAGE = 1_000;
  private static final Duration LONGEST = Duration.ofSeconds(15);

  private final Map<Place, Seen> seen = new LinkedHashMap<>();
  private long calls;
  private boolean truncated;

  private SeenCalls() {}

  static SeenCalls of(AuditLog log, AccountId account, Observed observed) {
    SeenCalls all = new SeenCalls();
    long end = System.nanoTime() + LONGEST.toNanos();
    @Nullable ChainedRecord last = null;
    for (int read = 0; read < MOST_CALLS && System.nanoTime() < end; read += PAGE) {
      List<ChainedRecord> page = log.judgedCalls(account, observed.span(), last, PAGE);
      page.stream()
          .map(ChainedRecord::record)
          .filter(record -> isOf(observed, record.who()))
          .forEach(all::add);
      if (page.size() < PAGE) {
        return all;
      }
      last = page.getLast();
    }
    all.truncated = true;
    return all;
  }

  private static boolean isOf(Observed observed, AuditRecord.Who who) {
    String key = observed.key();
    if (key != null) {
      return who.type().equals("api_key")
          && (who.name().equals(key) || key.equals(String.valueOf(who.id())));
    }
    return observed.principal() == null || who.name().equals(observed.principal());
  }

  long calls() {
    return calls;
  }

  private void add(AuditRecord record) {
    Place place =
        new Place(
            Objects.requireNonNullElse(record.what().server(), ""),
            Objects.requireNonNullElse(record.what().tool(), ""));
    calls++;
    if (seen.size() < MOST_TOOLS || seen.containsKey(place)) {
      seen.computeIfAbsent(place, _ -> new Seen()).add(record);
    }
  }

  /** As a model is told of them. */
  Map<String, Object> told() {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("calls", calls);
    told.put("older_calls_left_out", truncated);
    told.put(
        "by_tool",
        seen.entrySet().stream().map(each -> each.getValue().told(each.getKey())).toList());
    return told;
  }

  private record Place(String server, String tool) {}

  /** What was seen of one tool. */
  private static final class Seen {

    private final Map<String, Long> verdicts = new TreeMap<>();
    private final Set<String> callers = new TreeSet<>();
    private final Shapes shapes = new Shapes();

    void add(AuditRecord record) {
      verdicts.merge(String.valueOf(record.judgement().verdict()), 1L, Long::sum);
      if (callers.size() < MOST_CALLERS) {
        callers.add(record.who().type() + " " + record.who().name());
      }
      String arguments = record.what().arguments();
      if (arguments != null) {
        shapes.add(arguments);
      }
    }

    Map<String, Object> told(Place place) {
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("server", place.server());
      told.put("tool", place.tool());
      told.put("verdicts", verdicts);
      told.put("callers", List.copyOf(callers));
      told.put("arguments", shapes.told());
      return told;
    }
  }
}
