package ai.preloop.activities.servers;

import ai.preloop.policies.ownership.OwnedEntry;
import ai.preloop.workflows.identity.AccountId;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the policy in force says of servers by their names. */
public interface PolicyMentions {

  /** The entries with this server as their source; it stays so until the transaction ends. */
  List<OwnedEntry> of(JdbcClient jdbc, AccountId account, String server);
}
