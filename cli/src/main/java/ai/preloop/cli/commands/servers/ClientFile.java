package ai.preloop.cli.commands.servers;

import ai.preloop.cli.client.UsageException;
import ai.preloop.cli.terminal.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client's own configuration, and the servers that it has, whichever client it is of. */
record ClientFile(Path path) {

  /** Clients take comments and commas that nothing follows, and people write them. */
  private static final JsonMapper LENIENT =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_TRAILING_COMMA)
          .build();

  /** A server, and the project that it is of; "" where it is of none. */
  record Found(ClientEntry entry, String project) {}

  List<Found> servers() {
    JsonNode read = read();
    var places = new ArrayList<Place>();
    Stream.of(read.path("mcpServers"), read.path("servers"), ofMcp(read.path("mcp")))
        .forEach(servers -> places.add(new Place(servers, "")));
    read.path("projects")
        .properties()
        .forEach(each -> places.add(new Place(each.getValue().path("mcpServers"), each.getKey())));
    if (places.stream().noneMatch(place -> place.servers().isObject())) {
      throw new UsageException(
          "The file %s names no servers: it has neither mcpServers, servers nor mcp."
              .formatted(name()));
    }
    return places.stream().flatMap(Place::found).toList();
  }

  /** Servers, by their names. */
  private record Place(JsonNode servers, String project) {

    Stream<Found> found() {
      return servers.properties().stream()
          .map(each -> new Found(ClientEntry.of(each.getKey(), each.getValue()), project));
    }
  }

  /** OpenCode has them here by their names, its second version and VS Code one level below. */
  private static JsonNode ofMcp(JsonNode mcp) {
    JsonNode below = mcp.path("servers");
    return below.isObject() && !below.path("type").isString() ? below : mcp;
  }

  private JsonNode read() {
    try {
      return LENIENT.readTree(Files.readAllBytes(path));
    } catch (IOException e) {
      throw new UsageException("The file %s cannot be read.".formatted(name()));
    } catch (JacksonException e) {
      throw new UsageException("The file %s is not JSON%s.".formatted(name(), where(e)));
    }
  }

  /** What stands there may be a credential, and is not repeated. */
  private static String where(JacksonException e) {
    TokenStreamLocation at = e.getLocation();
    return at == null || at.getLineNr() < 1
        ? ""
        : ", at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
  }

  private String name() {
    return Text.line(path.toString());
  }
}
