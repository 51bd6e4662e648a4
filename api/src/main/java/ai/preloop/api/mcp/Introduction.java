package ai.preloop.api.mcp;

import ai.preloop.activities.database.Storable;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.activities.servers.Catalogs;
import ai.preloop.activities.sessions.ClientName;
import ai.preloop.activities.sessions.McpSession;
import ai.preloop.activities.switches.AccountSwitches;
import ai.preloop.activities.switches.Feature;
import ai.preloop.policies.output.Instructions;
import ai.preloop.workflows.identity.AccountId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the endpoint introduces itself to clients, and what it takes from their introduction. */
record Introduction(String version, Catalogs catalogs, AccountSwitches switches) {

  private static final String OWN =
      "Calls are judged by policy. An answer with status pending_approval means that a person is asked: poll get_approval_status with its request_id. A refusal says why; do not repeat the same call.";

  private static final String SEARCHED =
      "Find tools with search_tools and call them with call_tool. ";

  /** What is passed on of servers, and the parts of it that only some have. */
  private static final Map<String, List<String>> PARTS =
      Map.of(
          "resources", List.of("subscribe", "listChanged"),
          "prompts", List.of("listChanged"),
          "completions", List.of(),
          "logging", List.of());

  /** What a server says to agents is its own word; no more of it is passed on than this. */
  private static final int LONGEST_WORD = 4_000;

  /** What is offered of tasks, where a server has them. */
  private static final Map<String, Object> TASKS =
      Map.of(
          "list", Map.of(),
          "cancel", Map.of(),
          "requests", Map.of("tools", Map.of("call", Map.of())));

  /** The answer to {@code initialize}. */
  Map<String, Object> toClient(AccountId account, Endpoint endpoint, String protocolVersion) {
    Map<String, Object> capabilities = capabilities(account, endpoint);
    if (protocolVersion.equals(McpSession.WITH_TASKS) && hasTasks(account)) {
      capabilities.put("tasks", TASKS);
    }
    return Map.of(
        "protocolVersion",
        protocolVersion,
        "capabilities",
        capabilities,
        "serverInfo",
        serverInfo(),
        "instructions",
        instructions(account, endpoint));
  }

  /** What is offered: tools always, all else where a server of the account has it. */
  Map<String, Object> capabilities(AccountId account, Endpoint endpoint) {
    List<Server> servers = servers(account, endpoint);
    Map<String, Object> capabilities = new LinkedHashMap<>();
    capabilities.put("tools", Map.of("listChanged", true));
    PARTS.forEach((capability, parts) -> {
      if (isOn(account, capability)
          && servers.stream().anyMatch(server -> server.introduction().offers(capability))) {
        capabilities.put(capability, offered(servers, capability, parts));
      }
    });
    return capabilities;
  }

  /** Whether there is a server whose tools may be called as tasks; of all it is said, then. */
  boolean hasTasks(AccountId account) {
    return catalogs.of(account).servers().stream()
        .anyMatch(server -> server.introduction().offersTasks());
  }

  /** What can be completed is of prompts and of resources. */
  private boolean isOn(AccountId account, String capability) {
    return switch (capability) {
      case "resources" -> switches.isOn(account, Feature.RESOURCES);
      case "prompts" -> switches.isOn(account, Feature.PROMPTS);
      case "completions" ->
          switches.isOn(account, Feature.RESOURCES) || switches.isOn(account, Feature.PROMPTS);
      default -> true;
    };
  }

  /** A virtual server is a set of tools, and has nothing beside them. */
  private List<Server> servers(AccountId account, Endpoint endpoint) {
    return endpoint.isWhole() ? catalogs.of(account).servers() : List.of();
  }

  private static Map<String, Object> offered(
      List<Server> servers, String capability, List<String> parts) {
    Map<String, Object> offered = new LinkedHashMap<>();
    parts.stream()
        .filter(part ->
            servers.stream().anyMatch(server -> server.introduction().offers(capability, part)))
        .forEach(part -> offered.put(part, true));
    return offered;
  }

  /** Preloop's own, then what each server says under its name, where that is not suspicious. */
  String instructions(AccountId account, Endpoint endpoint) {
    StringBuilder all = new StringBuilder(endpoint.isSearched() ? SEARCHED + OWN : OWN);
    for (Server server : servers(account, endpoint)) {
      String said = server.introduction().instructions();
      String kept = Storable.shortened(said, LONGEST_WORD);
      if (kept != null && !kept.isBlank() && !Instructions.in(kept)) {
        all.append("\n\n").append(server.name()).append(" says: ").append(kept);
      }
    }
    return all.toString();
  }

  Map<String, Object> serverInfo() {
    return Map.of("name", "preloop", "title", "Preloop", "version", version);
  }

  static ClientName client(@Nullable JsonSlice said) {
    return said == null
        ? new ClientName("", "")
        : new ClientName(told(said.member("name")), told(said.member("version")));
  }

  private static String told(@Nullable JsonSlice value) {
    String text = value == null ? null : value.text();
    return text == null ? "" : text;
  }
}
