package ai.preloop.api.crashes;

import org.jspecify.annotations.Nullable;

/** Kills this process, as {@code kill -9} does, when it comes to the moment that was chosen. */
final class CrashPoint {

  private static volatile @Nullable Moment chosen;

  private CrashPoint() {}

  static void choose(Moment moment) {
    chosen = moment;
  }

  /** Called right before and right after each step. */
  static void pass(String step, boolean done) {
    Moment moment = chosen;
    if (moment != null
        && !moment.step.isEmpty()
        && moment.done == done
        && step.contains(moment.step)) {
      Runtime.getRuntime().halt(137);
    }
  }
}
