package ai.preloop.activities.nodes;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is to be cleaned up after a node that ended without doing it itself. */
public interface LostNode {

  /** The nodes that unsettled rows name, whether they live or not; those without a row are lost. */
  List<UUID> named(JdbcClient jdbc);

  /** Settles what the node left behind; done again after a failure, and when there is nothing. */
  void settle(UUID node);
}
