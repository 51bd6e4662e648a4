package ai.preloop.policies.memory;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Values by what they were made of, each once; what nobody else holds any more is forgotten. */
public final class WhileHeld<K, V> {

  private final Map<K, Held<K, V>> held = new ConcurrentHashMap<>();
  private final ReferenceQueue<V> gone = new ReferenceQueue<>();

  /** What {@code made} gives is kept as long as whoever asks for it keeps it. */
  public V of(K source, Supplier<V> made) {
    var known = find(source);
    return known == null ? remembered(source, made.get()) : known;
  }

  /** Null where nobody holds it. */
  public @Nullable V find(K source) {
    var known = held.get(source);
    return known == null ? null : known.get();
  }

  /** Of two that are made at once one is remembered, and both who asked get that one. */
  private V remembered(K source, V value) {
    forget();
    var kept = new AtomicReference<>(value);
    held.compute(
        source,
        (_, known) -> {
          var live = known == null ? null : known.get();
          if (live == null) {
            return new Held<>(source, value, gone);
          }
          kept.set(live);
          return known;
        });
    return kept.get();
  }

  private void forget() {
    @Nullable Reference<? extends V> next = gone.poll();
    while (next != null) {
      if (next instanceof Held<?, ?> old) {
        held.remove(old.source, old);
      }
      next = gone.poll();
    }
  }

  /** How many somebody holds. */
  public int size() {
    forget();
    return held.size();
  }

  private static final class Held<K, V> extends WeakReference<V> {

    private final K source;

    Held(K source, V value, ReferenceQueue<V> gone) {
      super(value, gone);
      this.source = source;
    }
  }
}
