package ai.preloop.activities.servers;

import ai.preloop.activities.database.Columns;
import ai.preloop.activities.mcp.Scan;
import ai.preloop.activities.mcp.ToolDefinition;
import ai.preloop.workflows.identity.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tools of servers, as rows: what a scan found, and what of it was accepted. */
final class ToolRows {

  private static final String COLUMNS =
      "server_id, name, definition, definition_hash, accepted_hash, first_hash, accepted_definition";

  private ToolRows() {}

  /**
   * One tool's row; {@code accepted} is the digest that a person, or the first scan, accepted,
   * {@code first} the one that it was first seen with, and {@code before} the definition that was
   * accepted where the server says another one now.
   */
  record ToolRow(
      UUID serverId,
      String name,
      byte[] definition,
      String hash,
      @Nullable String accepted,
      @Nullable String first,
      byte @Nullable [] before) {

    boolean isNew() {
      return accepted == null;
    }

    /** Not what was accepted, nor, where nobody accepted it yet, what it was at first. */
    boolean isChanged() {
      String before = accepted == null ? first : accepted;
      return before != null && !before.equals(hash);
    }
  }

  /** In the order in which names are given out: first accepted, first named. */
  static List<ToolRow> all(JdbcClient jdbc, UUID account) {
    return jdbc.sql(
            """
            select %s from tools
            where account_id = ? and removed_at is null
            order by accepted_at nulls last, first_seen_at, position, id
            """
                .formatted(COLUMNS))
        .param(account)
        .query(ToolRows::map)
        .list();
  }

  /** A tool that its server lists, locked until the transaction ends. */
  static Optional<ToolRow> lock(JdbcClient jdbc, McpServer server, String name) {
    return jdbc.sql(
            """
            select %s from tools
            where account_id = ? and server_id = ? and name = ? and removed_at is null for update
            """
                .formatted(COLUMNS))
        .params(server.accountId(), server.id(), name)
        .query(ToolRows::map)
        .optional();
  }

  /** What the server says of the tool now is what was accepted. */
  static void accept(JdbcClient jdbc, McpServer server, String name) {
    jdbc.sql(
            """
            update tools set accepted_hash = definition_hash, accepted_definition = null,
              accepted_at = coalesce(accepted_at, now())
            where account_id = ? and server_id = ? and name = ?
            """)
        .params(server.accountId(), server.id(), name)
        .update();
  }

  /** The names of a server's tools that nobody accepted as they are now. */
  static List<String> unaccepted(JdbcClient jdbc, McpServer server) {
    return ofServer(jdbc, server)
        .filter(row -> row.isNew() || row.isChanged())
        .map(ToolRow::name)
        .sorted()
        .toList();
  }

  /** Makes the rows of one server say what it lists now; the first scan accepts all of it. */
  static Scan replace(JdbcClient jdbc, McpServer server, List<ToolDefinition> listed) {
    Map<String, String> known =
        ofServer(jdbc, server).collect(Collectors.toMap(ToolRow::name, ToolRow::hash));
    Scan scan = Scan.of(known, listed);
    for (int position = 0; position < listed.size(); position++) {
      upsert(jdbc, server, listed.get(position), position);
    }
    scan.removed().forEach(name -> remove(jdbc, server, name));
    return scan;
  }

  private static Stream<ToolRow> ofServer(JdbcClient jdbc, McpServer server) {
    return all(jdbc, server.accountId()).stream().filter(row -> row.serverId().equals(server.id()));
  }

  private static void upsert(JdbcClient jdbc, McpServer server, ToolDefinition tool, int position) {
    jdbc.sql(
            """
            insert into tools (id, account_id, server_id, name, definition, definition_hash,
              accepted_hash, accepted_at, first_hash, position)
            values (:id, :account, :server, :name, :definition, :hash, :accepted,
              case when :accepted::bytea is null then null else now() end, :hash, :position)
            on conflict (account_id, server_id, name) do update
              set definition = excluded.definition, definition_hash = excluded.definition_hash,
                  position = excluded.position, removed_at = null,
                  accepted_definition = case
                    when excluded.definition_hash = tools.accepted_hash then null
                    when tools.definition_hash = tools.accepted_hash then tools.definition
                    else tools.accepted_definition end,
                  changed_at = case when tools.definition_hash = excluded.definition_hash
                                    then tools.changed_at else now() end
              where tools.definition_hash is distinct from excluded.definition_hash
                 or tools.position is distinct from excluded.position
                 or tools.removed_at is not null
            """)
        .param("id", Ids.next())
        .param("account", server.accountId())
        .param("server", server.id())
        .param("name", tool.name())
        .param("definition", tool.raw().toBytes())
        .param("hash", HexFormat.of().parseHex(tool.sha256()))
        .param(
            "accepted",
            server.finding().lastScannedAt() == null
                ? HexFormat.of().parseHex(tool.sha256())
                : null)
        .param("position", position)
        .update();
  }

  private static void remove(JdbcClient jdbc, McpServer server, String name) {
    jdbc.sql(
            "update tools set removed_at = now() where account_id = ? and server_id = ? and name = ?")
        .params(server.accountId(), server.id(), name)
        .update();
  }

  private static ToolRow map(ResultSet row, int number) throws SQLException {
    return new ToolRow(
        Columns.uuid(row, "server_id"),
        row.getString("name"),
        row.getBytes("definition"),
        HexFormat.of().formatHex(row.getBytes("definition_hash")),
        hex(row.getBytes("accepted_hash")),
        hex(row.getBytes("first_hash")),
        row.getBytes("accepted_definition"));
  }

  private static @Nullable String hex(byte @Nullable [] digest) {
    return digest == null ? null : HexFormat.of().formatHex(digest);
  }
}
