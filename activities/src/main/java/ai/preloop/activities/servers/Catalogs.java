package ai.preloop.activities.servers;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.mcp.ToolDefinition;
import ai.preloop.activities.secrets.Origin;
import ai.preloop.activities.secrets.SecretStore;
import ai.preloop.activities.servers.Catalog.Accepted;
import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.activities.servers.Catalog.Tool;
import ai.preloop.activities.servers.ToolRows.ToolRow;
import ai.preloop.activities.upstream.Credential;
import ai.preloop.policies.documents.KnownTool;
import ai.preloop.policies.documents.Sources;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.workflows.identity.AccountId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What this node knows of every account's servers and tools. It is read again with the policies,
 * which are compiled against it.
 */
public final class Catalogs {

  private final Database database;
  private final ServerRepository servers;
  private final SecretStore secrets;
  private final Set<String> builtins;
  private final Map<AccountId, Catalog> known = new ConcurrentHashMap<>();

  Catalogs(Database database, ServerRepository servers, SecretStore secrets, Set<String> builtins) {
    this.database = database;
    this.servers = servers;
    this.secrets = secrets;
    this.builtins = Set.copyOf(builtins);
  }

  public Catalog of(AccountId account) {
    return known.getOrDefault(account, Catalog.EMPTY);
  }

  /** Replaces what is kept by what the database says now; throws when it cannot. */
  public void reload(AccountId account) {
    known.put(account, database.inAccount(account, jdbc -> read(account, jdbc)));
  }

  private Catalog read(AccountId account, JdbcClient jdbc) {
    Map<UUID, Server> byId = new HashMap<>();
    List<Server> listed = new ArrayList<>();
    for (McpServer row : servers.findByAccountIdOrderByCreatedAtAscIdAsc(account.value())) {
      Server server = server(account, row);
      byId.put(server.id(), server);
      listed.add(server);
    }
    Set<String> taken = new HashSet<>(builtins);
    List<Tool> tools = new ArrayList<>();
    for (ToolRow row : ToolRows.all(jdbc, account.value())) {
      Server server = byId.get(row.serverId());
      if (server != null) {
        tool(server, row, taken).ifPresent(tools::add);
      }
    }
    return new Catalog(listed, tools);
  }

  private Server server(AccountId account, McpServer row) {
    Credential credential = Credential.NONE;
    String problem = null;
    try {
      credential = credential(account, row);
    } catch (ProblemException e) {
      problem = e.detail();
    }
    return new Server(
        row.id(),
        row.name(),
        row.trusted(),
        row.reachedWith(credential),
        row.introduction(),
        row.registration().maxConcurrency(),
        problem);
  }

  private Credential credential(AccountId account, McpServer row) {
    String secret = row.registration().secretName();
    if (secret == null) {
      return Credential.NONE;
    }
    String value = secrets.get(account, secret, Origin.of(row.uri()));
    String header = row.registration().authHeader();
    return row.registration().authType().equals("bearer")
        ? Credential.bearer(row.uri(), value)
        : Credential.apiKey(row.uri(), header == null ? "X-API-Key" : header, value);
  }

  private static Optional<Tool> tool(Server server, ToolRow row, Set<String> taken) {
    return ToolDefinition.read(row.definition())
        .map(definition -> {
          String shown = shownName(server, definition.name(), taken);
          taken.add(shown);
          return new Tool(
              server,
              shown,
              definition,
              known(server, definition),
              row.isNew(),
              row.isChanged(),
              accepted(row));
        });
  }

  private static @Nullable Accepted accepted(ToolRow row) {
    String digest = row.accepted();
    byte[] before = row.before();
    return digest == null || !row.isChanged()
        ? null
        : new Accepted(digest, before == null ? null : JsonSlice.of(before));
  }

  /** The first accepted keeps the bare name; a later one is shown with its server's. */
  private static String shownName(Server server, String name, Set<String> taken) {
    String shown = taken.contains(name) ? server.name() + "__" + name : name;
    while (taken.contains(shown)) {
      shown += "_";
    }
    return shown;
  }

  private static KnownTool known(Server server, ToolDefinition definition) {
    return new KnownTool(
        server.name(),
        definition.name(),
        Sources.MCP,
        definition.inputSchema(),
        server.trusted() ? definition.claimed() : KnownTool.Hints.UNTRUSTED);
  }
}
