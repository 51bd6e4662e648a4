package ai.preloop.activities.policies;

import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.policies.Backtest.Changed;
import ai.preloop.activities.policies.Backtest.Counts;
import ai.preloop.activities.policies.Backtest.Fired;
import ai.preloop.activities.policies.Backtest.Transition;
import ai.preloop.policies.testing.Answer;
import ai.preloop.policies.verdicts.DecidingRule;
import ai.preloop.policies.verdicts.Replay;
import ai.preloop.policies.verdicts.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Counts what becomes of call after call. Used by one thread. */
final class BacktestTally {

  static final String UNKNOWN = "unknown";

  private static final String ASK = "ask";

  /** How many calls are named, of those that change and of those of which it is unknown. */
  private static final int MOST_NAMED = 100;

  private final Map<DecidingRule, Firing> rules = new LinkedHashMap<>();
  private final Map<Turn, Long> turns = new TreeMap<>();
  private final List<Changed> changed = new ArrayList<>();
  private final List<Changed> unclear = new ArrayList<>();
  private long calls;
  private long changes;
  private long unknown;
  private long askedBefore;
  private long askedAfter;

  /** Rules that never fire are told of as well. */
  BacktestTally(List<DecidingRule> known) {
    known.forEach(rule -> rules.put(rule, new Firing()));
  }

  /** A call: its verdict of before, or unknown, and what the draft says, null for nothing. */
  void add(AuditRecord record, String before, @Nullable Replay replay) {
    calls++;
    String after = replay == null ? UNKNOWN : word(replay);
    if (replay != null) {
      fire(replay.steps());
    }
    if (!before.equals(after)) {
      turns.merge(new Turn(before, after), 1L, Long::sum);
    }
    if (before.equals(UNKNOWN) || after.equals(UNKNOWN)) {
      unknown++;
      name(unclear, record, before, after, replay);
      return;
    }
    askedBefore += before.equals(ASK) ? 1 : 0;
    askedAfter += after.equals(ASK) ? 1 : 0;
    if (!before.equals(after)) {
      changes++;
      name(changed, record, before, after, replay);
    }
  }

  static String word(Replay replay) {
    return switch (replay) {
      case Replay.Certain(var verdict) -> new Answer(verdict).word();
      case Replay.Unknown _ -> UNKNOWN;
    };
  }

  Counts counts() {
    return new Counts(calls, calls - changes - unknown, changes, unknown, askedBefore, askedAfter);
  }

  /** By their words. */
  List<Transition> transitions() {
    return turns.entrySet().stream()
        .map(each -> new Transition(each.getKey().before(), each.getKey().after(), each.getValue()))
        .toList();
  }

  /** Those that change first. */
  List<Changed> named() {
    return Stream.concat(changed.stream(), unclear.stream()).toList();
  }

  List<Fired> rules() {
    return rules.entrySet().stream()
        .map(each ->
            new Fired(
                each.getKey(),
                each.getValue().fired,
                each.getValue().errors,
                each.getValue().unknown))
        .toList();
  }

  /** After a rule that may have matched nobody knows whether the entry's later ones are tried. */
  private void fire(List<Step> steps) {
    Set<Place> doubtful = new HashSet<>();
    for (Step step : steps) {
      Place place = Place.of(step.rule());
      if (step.outcome() == Step.Outcome.UNKNOWN) {
        doubtful.add(place);
      }
      if (step.rule().number() > 0) {
        rules
            .computeIfAbsent(step.rule(), _ -> new Firing())
            .count(step.outcome(), doubtful.contains(place));
      }
    }
  }

  private static void name(
      List<Changed> named, AuditRecord record, String before, String after, @Nullable Replay why) {
    if (named.size() < MOST_NAMED) {
      named.add(
          new Changed(
              record.id(),
              record.at(),
              Objects.requireNonNullElse(record.what().server(), ""),
              Objects.requireNonNullElse(record.what().tool(), ""),
              record.who().name(),
              before,
              after,
              why == null ? null : rule(why)));
    }
  }

  /** The rule that decides, or the first that reads what is not there. */
  private static @Nullable DecidingRule rule(Replay replay) {
    return switch (replay) {
      case Replay.Certain(var verdict) ->
          verdict.basis().rules().isEmpty() ? null : verdict.basis().rules().getFirst();
      case Replay.Unknown(List<Step> steps) ->
          steps.stream()
              .filter(step -> step.outcome() == Step.Outcome.UNKNOWN)
              .map(Step::rule)
              .findFirst()
              .orElse(null);
    };
  }

  /** From one verdict to another. */
  private record Turn(String before, String after) implements Comparable<Turn> {

    private static final Comparator<Turn> BY_WORDS =
        Comparator.comparing(Turn::before).thenComparing(Turn::after);

    @Override
    public int compareTo(Turn other) {
      return BY_WORDS.compare(this, other);
    }
  }

  /** The list that a rule stands in. */
  private record Place(String owner, @Nullable String subject, @Nullable String entry) {

    static Place of(DecidingRule rule) {
      return new Place(rule.owner(), rule.subject(), rule.entry());
    }
  }

  private static final class Firing {

    private long fired;
    private long errors;
    private long unknown;

    void count(Step.Outcome outcome, boolean isDoubtful) {
      switch (outcome) {
        case UNKNOWN -> unknown++;
        case MATCHED, ERROR -> {
          if (isDoubtful) {
            unknown++;
          } else if (outcome == Step.Outcome.MATCHED) {
            fired++;
          } else {
            errors++;
          }
        }
        case NOT_MATCHED, SKIPPED -> {}
      }
    }
  }
}
