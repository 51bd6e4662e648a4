package ai.preloop.activities.attempts;

import ai.preloop.activities.models.AiModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The requests of one call that a provider may charge for although it is not known what they came
 * to: the connection was lost, nothing came in time, or the client left. One thread's.
 */
public final class Unanswered {

  private final boolean mayRepeat;
  private final List<AiModel> models = new ArrayList<>();

  /** Where it may not {@code repeat}, nothing is sent after the first of them. */
  public Unanswered(boolean mayRepeat) {
    this.mayRepeat = mayRepeat;
  }

  /** The model that was asked last without it being known what came of it. */
  public Optional<AiModel> last() {
    return models.isEmpty() ? Optional.empty() : Optional.of(models.getLast());
  }

  boolean mayGoOn() {
    return mayRepeat || models.isEmpty();
  }

  /** It leaves now; an answer that is given to the client stays here. */
  void sent(AiModel model) {
    models.add(model);
  }

  /** Nobody charges for the last one: it was refused, or never left. */
  void isFree() {
    models.removeLast();
  }
}
