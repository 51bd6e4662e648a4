package ai.preloop.cli.commands.tools;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.terminal.Json;
import ai.preloop.policies.documents.Justification;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Where the reason of a call goes: into an argument of its own, where the policy asks for it. */
final class ToolReason {

  private ToolReason() {}

  /** False when the policy asks for none, and the tool would get it as an argument it never had. */
  static boolean put(Server preloop, String tool, String reason, ObjectNode arguments) {
    Optional<String> member = member(ListedTools.find(preloop, "", tool));
    member.ifPresent(name -> arguments.put(name, reason));
    return member.isPresent();
  }

  private static Optional<String> member(JsonNode tool) {
    String mode = Json.words(tool.path("policy"), "justification");
    boolean has = tool.at("/input_schema/properties").has("justification");
    return mode.equals("optional") || mode.equals("required")
        ? Optional.of(
            Justification.member(
                Map.of("properties", has ? Map.of("justification", "") : Map.of())))
        : Optional.empty();
  }
}
