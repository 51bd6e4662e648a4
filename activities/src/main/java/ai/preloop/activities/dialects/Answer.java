package ai.preloop.activities.dialects;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says of itself: null where it does not say, or says what cannot be believed.
 * {@code model} is the provider's name for what answered.
 */
public record Answer(
    @Nullable Usage counted, @Nullable String id, @Nullable String model, boolean isError) {

  /** Bytes that say nothing that is understood. */
  public static final Answer SILENT = new Answer(null, null, null, false);

  public Optional<Usage> usage() {
    return Optional.ofNullable(counted);
  }
}
