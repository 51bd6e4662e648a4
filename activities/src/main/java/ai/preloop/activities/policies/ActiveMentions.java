package ai.preloop.activities.policies;

import ai.preloop.activities.servers.PolicyMentions;
import ai.preloop.policies.ownership.OwnedEntry;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads them from the active version, whose place no other can take meanwhile. */
final class ActiveMentions implements PolicyMentions {

  @Override
  public List<OwnedEntry> of(JdbcClient jdbc, AccountId account, String server) {
    Standing standing = Standing.of(PolicyRows.lockActive(jdbc, account));
    if (!standing.isReadable()) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "Version %d of the policy cannot be read by this release, so what it says of %s is not known. Apply a policy first."
              .formatted(standing.number(), server));
    }
    return standing.policy().naming(server);
  }
}
