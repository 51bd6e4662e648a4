package ai.preloop.cli.commands.keys;

import java.util.Map;
import picocli.CommandLine.Option;

/** What calls belong to, as a credential says it. */
final class KeyLabels {

  @Option(names = "--team", paramLabel = "TEAM", description = "The team that calls belong to.")
  private String team = "";

  @Option(names = "--agent", paramLabel = "AGENT", description = "The agent that makes the calls.")
  private String agent = "";

  @Option(names = "--flow", paramLabel = "FLOW", description = "The flow that calls belong to.")
  private String flow = "";

  void addTo(Map<String, Object> body) {
    add(body, "team", team);
    add(body, "agent", agent);
    add(body, "flow", flow);
  }

  static void add(Map<String, Object> body, String name, String said) {
    if (!said.isEmpty()) {
      body.put(name, said);
    }
  }
}
