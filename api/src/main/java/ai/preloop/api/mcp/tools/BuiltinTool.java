package ai.preloop.api.mcp.tools;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.tools.ToolAnswer;
import ai.preloop.activities.tools.ToolCall;
import ai.preloop.policies.verdicts.Outlook;

/** A tool of Preloop itself. A new one is one class; Spring collects them. */
public interface BuiltinTool {

  String name();

  /** Its definition as {@code tools/list} shows it: one JSON object. */
  String definition();

  /** Whether this caller is not to see it. */
  default boolean isHidden(Principal principal) {
    return false;
  }

  /** What the policy says of it to whoever asks. */
  default Outlook outlook(Principal principal) {
    return Outlook.ALLOWED;
  }

  Outcome call(ToolCall call);

  /** What a call of it comes to. */
  sealed interface Outcome {}

  /** A person is asked, or it was refused, as with any other tool. */
  record Judged(ToolAnswer answer) implements Outcome {}

  /**
   * A JSON object in UTF-8, never a bare value: some clients fail on those; whether it tells of a
   * failure; and what is to be noted once it was written.
   */
  record Answer(byte[] json, boolean isError, Runnable afterwards) implements Outcome {

    public Answer(byte[] json, boolean isError) {
      this(json, isError, () -> {});
    }
  }
}
