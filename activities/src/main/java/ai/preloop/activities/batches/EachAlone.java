package ai.preloop.activities.batches;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Work on several things, of which one that fails keeps none of the others from being done. */
public final class EachAlone {

  private EachAlone() {}

  /** Throws the first failure, with the others in it, once all had their turn. */
  public static <T> void forEach(Iterable<T> each, Consumer<T> work) {
    @Nullable RuntimeException failure = null;
    for (T one : each) {
      try {
        work.accept(one);
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
