package ai.preloop.activities.nodes;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.DatabaseSettings;
import ai.preloop.activities.database.Leadership;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** This node and the watch over the others. */
@Configuration(proxyBeanMethods = false)
public class NodesConfiguration {

  @Bean
  Nodes nodes(NodeSettings settings) {
    return new Nodes(settings);
  }

  @Bean
  ThisNode thisNode(Database database, Nodes nodes, NodeSettings settings) {
    return new ThisNode(database, nodes, settings, System::nanoTime);
  }

  @Bean
  LostNodes lostNodes(
      Database database,
      DatabaseSettings settings,
      Nodes nodes,
      NodeSettings times,
      ObjectProvider<LostNode> cleaners) {
    List<LostNode> inOrder = cleaners.orderedStream().toList();
    return new LostNodes(database, nodes, times, new Leadership(settings, LostNodes.LOCK), inOrder);
  }
}
