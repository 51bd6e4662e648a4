package ai.preloop.policies.verdicts;

import java.time.Instant;
import java.util.function.Supplier;

/**
 * What is judged. {@code arguments} gives the exact bytes that will be sent, and is asked only when
 * a rule or the tool's schema needs them; {@code justification} is empty when none was given.
 */
public record Call(
    Caller caller,
    CalledTool tool,
    Supplier<byte[]> arguments,
    String justification,
    Instant now,
    boolean accountFrozen) {

  /** The same in an account where nothing runs, or where it does. */
  public Call inAccount(boolean frozen) {
    return new Call(caller, tool, arguments, justification, now, frozen);
  }
}
