package ai.preloop.bench.soak;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What grew from the first tenth of the settled minutes to the last: the middle value of each, and
 * more than a share and an amount that come and go by themselves.
 */
record Drift(String what, double first, double last, double most) {

  /** The share of all minutes that the product may take to settle. */
  private static final int SETTLING = 5;

  private static final int WINDOW = 10;

  boolean isTooMuch() {
    return last > most;
  }

  /** Nothing can be said of fewer than three minutes. */
  static List<Drift> of(List<Minute> minutes) {
    List<Drift> drifts = new ArrayList<>();
    if (minutes.size() >= 3) {
      List<Minute> settled = minutes.subList((minutes.size() + 1) / SETTLING, minutes.size());
      drifts.add(of("RSS, MiB", settled, m -> m.vitals().rss(), 1.1, 20));
      drifts.add(of("heap after collection, MiB", settled, m -> m.vitals().heap(), 1.2, 10));
      drifts.add(of("threads", settled, m -> m.vitals().threads(), 1.1, 10));
      drifts.add(of("open files", settled, m -> m.vitals().files(), 1.1, 20));
      drifts.add(of("child processes", settled, m -> m.vitals().children(), 1.1, 10));
      drifts.add(
          of("database connections", settled, m -> (double) m.database().connections(), 1, 4));
      drifts.add(of("requests open", settled, m -> (double) m.database().open(), 1.5, 10));
      drifts.add(of("p99, ms", settled, m -> m.load().p99(), 1.5, 2));
    }
    return List.copyOf(drifts);
  }

  private static Drift of(
      String what,
      List<Minute> settled,
      ToDoubleFunction<Minute> figure,
      double share,
      double amount) {
    int window = Math.max(1, (settled.size() + WINDOW - 1) / WINDOW);
    double first = middle(settled.subList(0, window), figure);
    double last = middle(settled.subList(settled.size() - window, settled.size()), figure);
    return new Drift(what, first, last, first * share + amount);
  }

  private static double middle(List<Minute> minutes, ToDoubleFunction<Minute> figure) {
    return minutes.stream()
        .map(figure::applyAsDouble)
        .sorted(Comparator.naturalOrder())
        .toList()
        .get(minutes.size() / 2);
  }
}
