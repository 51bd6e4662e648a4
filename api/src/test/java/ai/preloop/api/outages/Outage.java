package ai.preloop.api.outages;

import java.time.Duration;

/** What is not there, or hardly, and how that shows on the wire. */
enum Outage {
  DATABASE_AWAY,
  DATABASE_SLOW,
  DATABASE_HANGS,
  DATABASE_LOST,
  DATABASE_FULL,
  TEMPORAL_AWAY,
  TEMPORAL_SLOW,
  TEMPORAL_HANGS,
  TEMPORAL_LOST,
  TEMPORAL_FULL;

  private static final Duration SLOWLY = Duration.ofMillis(400);

  void begin(GatedPreloop preloop) {
    Gate gate = gate(preloop);
    switch (this) {
      case DATABASE_AWAY, TEMPORAL_AWAY -> gate.shut();
      case DATABASE_SLOW, TEMPORAL_SLOW -> gate.slow(SLOWLY);
      case DATABASE_HANGS, TEMPORAL_HANGS -> gate.silence();
      case DATABASE_LOST, TEMPORAL_LOST -> gate.lose();
      case DATABASE_FULL -> preloop.databaseDisk().fill();
      case TEMPORAL_FULL -> preloop.temporalDisk().fill();
    }
  }

  void end(GatedPreloop preloop) {
    if (isFull()) {
      (this == DATABASE_FULL ? preloop.databaseDisk() : preloop.temporalDisk()).clear();
    }
    gate(preloop).open();
  }

  private Gate gate(GatedPreloop preloop) {
    return isOfDatabase() ? preloop.database() : preloop.temporal();
  }

  boolean isOfDatabase() {
    return switch (this) {
      case DATABASE_AWAY, DATABASE_SLOW, DATABASE_HANGS, DATABASE_LOST, DATABASE_FULL -> true;
      case TEMPORAL_AWAY, TEMPORAL_SLOW, TEMPORAL_HANGS, TEMPORAL_LOST, TEMPORAL_FULL -> false;
    };
  }

  /** Those that differ most; the build has not the time for the others. */
  boolean isSeenInEachBuild() {
    return switch (this) {
      case DATABASE_AWAY, DATABASE_LOST, TEMPORAL_AWAY, TEMPORAL_LOST -> true;
      default -> false;
    };
  }

  boolean isSilenceOfTemporal() {
    return this == TEMPORAL_HANGS || this == TEMPORAL_LOST;
  }

  boolean isFull() {
    return this == DATABASE_FULL || this == TEMPORAL_FULL;
  }

  boolean isSlow() {
    return this == DATABASE_SLOW || this == TEMPORAL_SLOW;
  }
}
