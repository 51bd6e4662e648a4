package ai.preloop.activities.servers;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.mcp.ServerIntroduction;
import ai.preloop.activities.mcp.ToolDefinition;
import ai.preloop.activities.upstream.UpstreamServer;
import ai.preloop.policies.documents.KnownTool;
import ai.preloop.policies.verdicts.CalledTool;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The servers and tools of one account at one moment: immutable, and free of database calls. */
public final class Catalog {

  static final Catalog EMPTY = new Catalog(List.of(), List.of());

  private final List<Server> servers;
  private final Map<String, Tool> byShownName;
  private final Map<UUID, Server> byId;
  private final Map<Place, Tool> byPlace = new HashMap<>();

  Catalog(List<Server> servers, List<Tool> tools) {
    this.servers = List.copyOf(servers);
    this.byId = servers.stream().collect(Collectors.toMap(Server::id, Function.identity()));
    this.byShownName = new LinkedHashMap<>();
    tools.forEach(tool -> {
      byShownName.put(tool.shownName(), tool);
      byPlace.put(new Place(tool.server().id(), tool.name()), tool);
    });
  }

  /**
   * A server as calls need it; {@code problem} says why it cannot be called, if it cannot. {@code
   * people} is there where each person signs in as themselves: those who can.
   */
  public record Server(
      UUID id,
      String name,
      boolean trusted,
      UpstreamServer address,
      ServerIntroduction introduction,
      @Nullable Integer maxConcurrency,
      @Nullable String problem,
      @Nullable Map<UUID, UpstreamServer> people) {

    public Server(
        UUID id,
        String name,
        boolean trusted,
        UpstreamServer address,
        ServerIntroduction introduction,
        @Nullable String problem) {
      this(id, name, trusted, address, introduction, null, problem, null);
    }

    /** The same as this person reaches it. */
    Server reachedBy(@Nullable UUID person) {
      UpstreamServer theirs = people == null || person == null ? null : people.get(person);
      return theirs == null ? this : reachedAt(theirs);
    }

    /** Everybody's way to it that there is, always in the same order. */
    Stream<Server> reached() {
      return people == null
          ? Stream.of(this)
          : people.entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .map(each -> reachedAt(each.getValue()));
    }

    private Server reachedAt(UpstreamServer theirs) {
      return new Server(id, name, trusted, theirs, introduction, maxConcurrency, null, null);
    }
  }

  /** A tool and the name that agents see; {@code accepted} is there when it is another one now. */
  public record Tool(
      Server server,
      String shownName,
      ToolDefinition definition,
      KnownTool known,
      boolean isNew,
      boolean isChanged,
      @Nullable Accepted accepted)
      implements Offer {

    public static final String CALL = "tools/call";

    @Override
    public String name() {
      return definition.name();
    }

    @Override
    public String method() {
      return CALL;
    }

    @Override
    public Map<String, Object> schema() {
      return definition.inputSchema();
    }

    @Override
    public String sha256() {
      return definition.sha256();
    }

    @Override
    public boolean isRepeatable() {
      return known.hints().readOnly() || known.hints().idempotent();
    }

    @Override
    public CalledTool called() {
      return new CalledTool(
          known.server(), known.name(), known.source(), known.hints(), false, isNew, isChanged);
    }

    public State state() {
      if (isNew) {
        return State.NEW;
      }
      return isChanged ? State.CHANGED : State.ACCEPTED;
    }
  }

  /** Whether the first scan or a person accepted a tool as it is, as it was, or not at all. */
  public enum State {
    ACCEPTED,
    NEW,
    CHANGED
  }

  /** What was accepted, by its digest, and as it was where that is still known. */
  public record Accepted(String sha256, @Nullable JsonSlice definition) {}

  public List<Server> servers() {
    return servers;
  }

  public Optional<Server> server(@Nullable UUID id) {
    return Optional.ofNullable(id).map(byId::get);
  }

  public Collection<Tool> tools() {
    return byShownName.values();
  }

  /** A tool of a server, and the other name that agents call it by. */
  public record Renamed(String tool, String name) {}

  /** The tools of a server that are not shown by their own names, which others have. */
  public List<Renamed> renamed(UUID server) {
    return tools().stream()
        .filter(tool -> tool.server().id().equals(server) && !tool.shownName().equals(tool.name()))
        .map(tool -> new Renamed(tool.name(), tool.shownName()))
        .sorted(Comparator.comparing(Renamed::tool))
        .toList();
  }

  /** The tool that agents call by this name. */
  public Optional<Tool> tool(String shownName) {
    return Optional.ofNullable(byShownName.get(shownName));
  }

  /** The tool by its server's id and its own name. */
  public Optional<Tool> tool(UUID server, String name) {
    return Optional.ofNullable(byPlace.get(new Place(server, name)));
  }

  /** What is asked for by this method and the server's own name, were the server to have it. */
  public Optional<Offer> offer(@Nullable UUID server, String method, String name) {
    return server(server)
        .flatMap(there ->
            switch (method) {
              case Resource.READ -> Optional.of(new Resource(there, name));
              case Prompt.GET -> Optional.of(new Prompt(there, name));
              default -> tool(there.id(), name);
            });
  }

  /** A tool by what does not change: its server's id and its own name. */
  private record Place(UUID server, String name) {}
}
