package ai.preloop.policies.verdicts;

import java.time.Instant;
import java.util.function.Supplier;

/**
 * What is judged. {@code arguments} gives the exact bytes that will be sent, and is asked only when
 * a rule or the tool's schema needs them; {@code justification} is empty when none was given,
 * {@code request} where it is not of a model.
 */
public record Call(
    Caller caller,
    CalledTool tool,
    Supplier<byte[]> arguments,
    String justification,
    Instant now,
    boolean accountFrozen,
    ModelFacts request) {

  /** One that is not of a model. */
  public Call(
      Caller caller,
      CalledTool tool,
      Supplier<byte[]> arguments,
      String justification,
      Instant now,
      boolean accountFrozen) {
    this(caller, tool, arguments, justification, now, accountFrozen, ModelFacts.NONE);
  }

  /** One of a model, in an account where things run. */
  public static Call ofModel(Caller caller, CalledTool model, ModelFacts request, Instant now) {
    return new Call(caller, model, () -> new byte[0], "", now, false, request);
  }

  /** The same in an account where nothing runs, or where it does. */
  public Call inAccount(boolean frozen) {
    return new Call(caller, tool, arguments, justification, now, frozen, request);
  }
}
