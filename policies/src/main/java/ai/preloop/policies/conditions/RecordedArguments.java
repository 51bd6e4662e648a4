package ai.preloop.policies.conditions;

import ai.preloop.policies.redaction.Redaction;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a call as a record has them: without secrets, and cut. Whoever reads what is not
 * there is refused, and it is known then that something was missing. Used by one thread.
 */
public final class RecordedArguments {

  private final byte[] json;
  private @Nullable Map<String, Object> read;
  private boolean missed;

  /** {@code json} is what {@link Redaction} made of the arguments. */
  public RecordedArguments(String json) {
    this.json = json.getBytes(StandardCharsets.UTF_8);
  }

  /** As conditions read them; throws {@link EvaluationException} as for a call. */
  public Map<String, Object> values() {
    Map<String, Object> values = recorded();
    return isCut(values) ? new Lacking(values) : members(values);
  }

  /** Whether the record has them whole. */
  public boolean areWhole() {
    Map<String, Object> values = recorded();
    return !isCut(values) && !lacks(values);
  }

  /** Read once, for however many rules. */
  private Map<String, Object> recorded() {
    Map<String, Object> known = read == null ? Arguments.of(json) : read;
    read = known;
    return known;
  }

  /** Whether something was asked for that is not there, since this was asked last. */
  public boolean missedSomething() {
    boolean was = missed;
    missed = false;
    return was;
  }

  private CelInvalidArgumentException missing() {
    missed = true;
    return new CelInvalidArgumentException("the record does not have this");
  }

  private Map<String, Object> members(Map<String, Object> map) {
    return lacks(map) ? new Lacking(map) : map;
  }

  private Object shown(Object value) {
    return switch (value) {
      case String text when Redaction.isMarked(text) -> throw missing();
      case Map<?, ?> map when lacks(map) -> new Lacking(map);
      case List<?> list when lacks(list) -> new LackingList(list);
      default -> value;
    };
  }

  private static boolean lacks(Object value) {
    return switch (value) {
      case String text -> Redaction.isMarked(text);
      case Map<?, ?> map ->
          map.keySet().stream().anyMatch(RecordedArguments::lacks) || anyLacks(map.values());
      case List<?> list -> anyLacks(list);
      default -> false;
    };
  }

  private static boolean anyLacks(Collection<?> values) {
    return values.stream().anyMatch(RecordedArguments::lacks);
  }

  /** What comes after a cut is not there, and nobody knows what it was. */
  private static boolean isCut(Object value) {
    return switch (value) {
      case String text -> Redaction.isCut(text);
      case Map<?, ?> map -> map.values().stream().anyMatch(RecordedArguments::isCut);
      case List<?> list -> list.stream().anyMatch(RecordedArguments::isCut);
      default -> false;
    };
  }

  /** An object of which something is not there. */
  private final class Lacking extends AbstractMap<String, Object> {

    private final Map<?, ?> recorded;
    private final boolean known;

    Lacking(Map<?, ?> recorded) {
      this.recorded = recorded;
      this.known =
          !isCut(recorded) && recorded.keySet().stream().noneMatch(RecordedArguments::lacks);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
      requireKnown();
      return recorded.containsKey(key);
    }

    @Override
    @SuppressWarnings("NullAway") // Null means "no such key", as in every map.
    public @Nullable Object get(@Nullable Object key) {
      requireKnown();
      Object value = recorded.get(key);
      return value == null ? null : shown(value);
    }

    @Override
    public int size() {
      requireKnown();
      return recorded.size();
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
      requireKnown();
      return new AbstractSet<>() {

        @Override
        public Iterator<Map.Entry<String, Object>> iterator() {
          return recorded.entrySet().stream()
              .<Map.Entry<String, Object>>map(
                  entry -> Map.entry(String.valueOf(entry.getKey()), shown(entry.getValue())))
              .iterator();
        }

        @Override
        public int size() {
          return recorded.size();
        }
      };
    }

    private void requireKnown() {
      if (!known) {
        throw missing();
      }
    }
  }

  /** A list of which something is not there. */
  private final class LackingList extends AbstractList<Object> {

    private final List<?> recorded;

    LackingList(List<?> recorded) {
      this.recorded = recorded;
    }

    @Override
    public Object get(int index) {
      return shown(recorded.get(index));
    }

    @Override
    public int size() {
      return recorded.size();
    }
  }
}
