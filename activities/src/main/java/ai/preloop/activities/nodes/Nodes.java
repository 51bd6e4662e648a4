package ai.preloop.activities.nodes;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows of all nodes. A node that is lost by the database's clock stays so, whatever it says.
 */
public final class Nodes {

  private final Duration silence;

  public Nodes(NodeSettings settings) {
    this.silence = settings.lost();
  }

  /** The nodes that were not heard of for too long; they are declared lost by this. */
  public List<UUID> lost(JdbcClient jdbc) {
    jdbc.sql(
            """
            update nodes set lost_at = clock_timestamp()
            where lost_at is null and seen_at < clock_timestamp() - :silence::interval
            """)
        .param("silence", silence.toString())
        .update();
    return jdbc.sql("select id from nodes where lost_at is not null order by seen_at")
        .query(UUID.class)
        .list();
  }

  /** Those of the given nodes that have no row at all: they ended, or were cleaned up after. */
  public List<UUID> unknown(JdbcClient jdbc, Collection<UUID> nodes) {
    return jdbc.sql(
            """
            select named.id from unnest(:nodes::uuid[]) as named(id)
            where not exists (select from nodes n where n.id = named.id)
            """)
        .param("nodes", nodes.stream().map(UUID::toString).toArray(String[]::new))
        .query(UUID.class)
        .list();
  }

  void add(JdbcClient jdbc, UUID node) {
    jdbc.sql("insert into nodes (id) values (?)").param(node).update();
  }

  /** False where the node is lost; an update under way is waited for by whoever declares it so. */
  boolean see(JdbcClient jdbc, UUID node) {
    return jdbc.sql(
                """
                update nodes set seen_at = clock_timestamp()
                where id = :node and lost_at is null
                  and seen_at >= clock_timestamp() - :silence::interval
                """)
            .param("node", node)
            .param("silence", silence.toString())
            .update()
        > 0;
  }

  void remove(JdbcClient jdbc, UUID node) {
    jdbc.sql("delete from nodes where id = ?").param(node).update();
  }
}
