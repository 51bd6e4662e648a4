package ai.preloop.cli.commands.usage;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which calls of models are meant. */
final class Calls {

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "From this time on (RFC 3339; 31 days back by default).")
  private String from = "";

  @Option(names = "--to", paramLabel = "TIME", description = "Up to this time (RFC 3339).")
  private String to = "";

  @Option(names = "--key", paramLabel = "NAME", description = "Only calls by this API key.")
  private String key = "";

  @Option(names = "--user", paramLabel = "NAME", description = "Only calls for this person.")
  private String user = "";

  @Option(names = "--model", paramLabel = "ALIAS", description = "Only calls of this model.")
  private String model = "";

  @Option(
      names = "--provider",
      paramLabel = "WORD",
      description = "Only calls that this provider served.")
  private String provider = "";

  @Option(names = "--session", paramLabel = "ID", description = "Only calls of this session.")
  private String session = "";

  @Option(names = "--team", paramLabel = "TEAM", description = "Only calls of this team.")
  private String team = "";

  @Option(names = "--agent", paramLabel = "AGENT", description = "Only calls of this agent.")
  private String agent = "";

  @Option(names = "--flow", paramLabel = "FLOW", description = "Only calls of this flow.")
  private String flow = "";

  @Option(names = "--execution", paramLabel = "ID", description = "Only calls of this execution.")
  private String execution = "";

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Only open, ok, refused, failed, cut, left or partial.")
  private String status = "";

  Map<String, String> query() {
    var query = new LinkedHashMap<String, String>();
    query.put("from", from);
    query.put("to", to);
    query.put("key", key);
    query.put("user", user);
    query.put("model", model);
    query.put("provider", provider);
    query.put("session", session);
    query.put("team", team);
    query.put("agent", agent);
    query.put("flow", flow);
    query.put("execution", execution);
    query.put("status", status);
    query.values().removeIf(String::isEmpty);
    return query;
  }
}
