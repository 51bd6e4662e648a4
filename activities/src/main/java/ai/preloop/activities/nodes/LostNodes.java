package ai.preloop.activities.nodes;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Leadership;
import ai.preloop.activities.loops.NamedLoop;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Has everything cleaned up after lost nodes, on one node at a time, and takes each from the list
 * once that is done.
 */
final class LostNodes implements SmartLifecycle {

  static final long LOCK = 0x7072656c6f6e64L;

  private static final Logger LOG = LoggerFactory.getLogger(LostNodes.class);

  private final Database database;
  private final Nodes nodes;
  private final Leadership leadership;
  private final List<LostNode> cleaners;
  private final NamedLoop loop;

  LostNodes(
      Database database,
      Nodes nodes,
      NodeSettings settings,
      Leadership leadership,
      List<LostNode> cleaners) {
    this.database = database;
    this.nodes = nodes;
    this.leadership = leadership;
    this.cleaners = List.copyOf(cleaners);
    this.loop = new NamedLoop("preloop-lost-nodes", settings.beat(), this::round);
  }

  @Override
  public void start() {
    loop.start();
  }

  @Override
  public void stop() {
    loop.stop();
    leadership.close();
  }

  @Override
  public boolean isRunning() {
    return loop.isRunning();
  }

  @Override
  public int getPhase() {
    return 0;
  }

  void round() {
    if (leadership.isMine()) {
      lost().forEach(this::cleanUp);
    }
  }

  /** Who is named is read first: a node has its row before anything names it. */
  private Set<UUID> lost() {
    return database.asSystem(jdbc -> {
      Set<UUID> named = new LinkedHashSet<>();
      cleaners.forEach(each -> named.addAll(each.named(jdbc)));
      Set<UUID> lost = new LinkedHashSet<>(nodes.lost(jdbc));
      lost.addAll(nodes.unknown(jdbc, named));
      return lost;
    });
  }

  private void cleanUp(UUID node) {
    cleaners.forEach(each -> each.settle(node));
    database.doAsSystem(jdbc -> nodes.remove(jdbc, node));
    LOG.warn("Node {} was lost, and what it left is settled", node);
  }
}
