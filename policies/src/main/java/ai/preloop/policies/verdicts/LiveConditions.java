package ai.preloop.policies.verdicts;

import ai.preloop.policies.conditions.Condition;
import ai.preloop.policies.documents.Rule;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of all policies that somebody holds, each once; the next version has mostly those
 * of the one before it. What nobody holds any more is forgotten.
 */
final class LiveConditions {

  private final Map<Rule.Condition, Live> live = new ConcurrentHashMap<>();
  private final ReferenceQueue<Condition> gone = new ReferenceQueue<>();

  /** What {@code compiled} gives is kept as long as whoever asks for it keeps it. */
  Condition of(Rule.Condition source, Supplier<Condition> compiled) {
    var known = live.get(source);
    var condition = known == null ? null : known.get();
    return condition == null ? remembered(source, compiled.get()) : condition;
  }

  private Condition remembered(Rule.Condition source, Condition condition) {
    forget();
    live.put(source, new Live(source, condition, gone));
    return condition;
  }

  private void forget() {
    @Nullable Reference<? extends Condition> next = gone.poll();
    while (next != null) {
      if (next instanceof Live old) {
        live.remove(old.source, old);
      }
      next = gone.poll();
    }
  }

  int size() {
    forget();
    return live.size();
  }

  private static final class Live extends WeakReference<Condition> {

    private final Rule.Condition source;

    Live(Rule.Condition source, Condition condition, ReferenceQueue<Condition> gone) {
      super(condition, gone);
      this.source = source;
    }
  }
}
