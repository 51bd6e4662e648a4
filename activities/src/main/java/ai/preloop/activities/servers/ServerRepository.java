package ai.preloop.activities.servers;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.relational.core.sql.LockMode;
import org.springframework.data.relational.repository.Lock;
import org.springframework.data.repository.ListCrudRepository;

/** Server rows; called inside an account's transaction. */
interface ServerRepository extends ListCrudRepository<McpServer, UUID> {

  List<McpServer> findByAccountIdOrderByCreatedAtAscIdAsc(UUID accountId);

  Optional<McpServer> findByAccountIdAndId(UUID accountId, UUID id);

  /** The same, for this transaction alone: whoever scans the server waits. */
  @Lock(LockMode.PESSIMISTIC_WRITE)
  Optional<McpServer> findLockedByAccountIdAndId(UUID accountId, UUID id);

  List<McpServer> findByAccountIdAndRegistrationSecretNameOrderByRegistrationName(
      UUID accountId, String secretName);

  boolean existsByAccountIdAndRegistrationName(UUID accountId, String name);
}
