package ai.preloop.activities.usage;

import ai.preloop.activities.dialects.Operation;
import ai.preloop.activities.identity.Labels;
import ai.preloop.activities.identity.Principal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call of a model, before it is sent. {@code bound} is the most that it can cost, in nanodollars,
 * null where the model has no price; {@code leases} are those of budgets that it is reserved on.
 */
public record ModelCall(
    UUID id,
    Principal caller,
    Asked asked,
    Attribution attribution,
    @Nullable Long bound,
    List<UUID> leases) {

  public ModelCall {
    leases = List.copyOf(leases);
  }

  /** What was asked for: a model by its alias. */
  public record Asked(String model, Operation operation, boolean streamed) {}

  /** What it belongs to, where its credential or the request says so. */
  public record Attribution(
      @Nullable String session,
      @Nullable String agent,
      @Nullable String flow,
      @Nullable String execution,
      @Nullable String team) {

    public static final Attribution NONE = new Attribution(null, null, null, null, null);

    /** Of a credential, with what the request claims where that says nothing. */
    public static Attribution of(Labels labels) {
      return new Attribution(
          labels.session(), labels.agent(), labels.flow(), labels.execution(), labels.team());
    }
  }
}
