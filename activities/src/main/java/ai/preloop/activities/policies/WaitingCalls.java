package ai.preloop.activities.policies;

import ai.preloop.policies.verdicts.CompiledPolicy;
import ai.preloop.workflows.identity.AccountId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The calls that wait for a decision, and what another policy would mean to them. */
public interface WaitingCalls {

  /** Of an account's, under a policy in the place of the one in force. */
  Outlook under(AccountId account, CompiledPolicy draft);

  /** How many wait, how many of them were looked at, and which would be affected. */
  record Outlook(int open, int judged, List<Effect> effects) {

    public Outlook {
      effects = List.copyOf(effects);
    }
  }

  /** What becomes of one call. */
  record Effect(
      UUID approval,
      String server,
      String tool,
      String requestedBy,
      Instant deadline,
      Kind kind,
      String sentence) {}

  /** What another policy would mean to a call that waits. */
  enum Kind {
    WOULD_BE_DENIED,
    WOULD_BE_ALLOWED,
    WOULD_NEED_OTHER_WORKFLOW,
    UNREADABLE
  }
}
