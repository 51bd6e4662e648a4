package ai.preloop.activities.upstream;

import java.util.List;
import java.util.Optional;

/** The access tokens of one grant (RFC 6750), which become stale and are made anew. */
public interface BearerTokens {

  /** Names the grant, and not a token of it. */
  String grant();

  /** The one to send now; {@link ai.preloop.policies.problems.ProblemException} without one. */
  String current();

  /** Another than this one, which the server did not take; empty where there is none. */
  Optional<String> insteadOf(String refused);

  /**
   * What has to be done where the server wants these scopes too; empty where nothing would help.
   */
  Optional<String> wanting(List<String> scopes);
}
