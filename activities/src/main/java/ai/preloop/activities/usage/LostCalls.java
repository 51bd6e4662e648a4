package ai.preloop.activities.usage;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.nodes.LostNode;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Calls of nodes that ended before them become partial, at the most that they can have cost. A node
 * that was only slow puts the truth in their place when it settles them.
 */
record LostCalls(Database database) implements LostNode {

  private static final Logger LOG = LoggerFactory.getLogger(LostCalls.class);

  @Override
  public List<UUID> named(JdbcClient jdbc) {
    return UsageTable.nodesOfOpenCalls(jdbc);
  }

  @Override
  public void settle(UUID node) {
    int calls = database.asSystem(jdbc -> UsageTable.giveUp(jdbc, node));
    if (calls > 0) {
      LOG.warn("{} calls of models were under way on node {} when it ended", calls, node);
    }
  }
}
