package ai.preloop.activities.batches;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** What one account still waits to have written, in order; it is kept until it is known to be. */
final class Backlog<T> {

  private final Queue<T> waiting = new ArrayDeque<>();
  private boolean uncertain;

  void add(T entry) {
    waiting.add(entry);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  List<T> next(int most) {
    return waiting.stream().limit(most).toList();
  }

  /** Whether an earlier try to write what is next may have been committed. */
  boolean isUncertain() {
    return uncertain;
  }

  void tried() {
    uncertain = true;
  }

  void written(List<T> batch) {
    batch.forEach(entry -> waiting.remove());
    uncertain = false;
  }
}
