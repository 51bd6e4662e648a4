package ai.preloop.cli.commands.policy;

import ai.preloop.cli.client.UsageException;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Shell;
import ai.preloop.cli.terminal.Text;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The documents of one run, of which one may use what another brings. */
record Batch(List<Known> documents) {

  /** What another document can settle by being applied first. */
  private static final Map<String, String> SETTLED =
      Map.of("workflow.unknown", "approval_workflows", "server.unknown", "mcp_servers");

  /** A finding names first what is not there, and then perhaps what was meant. */
  private static final Pattern MISSING = Pattern.compile("[^`]*`([^`]*)`.*", Pattern.DOTALL);

  /** A document and what it is about. */
  record Known(PolicySource source, Outline outline) {}

  static Batch of(List<String> files, Shell shell) {
    return new Batch(
        PolicySource.of(files, shell).stream()
            .map(source -> new Known(source, Outline.of(source.text())))
            .toList());
  }

  List<PolicySource> sources() {
    return documents.stream().map(Known::source).toList();
  }

  /** Refused where one document would take away what another of the same owner brought. */
  Batch ofDifferentOwners() {
    var first = new HashMap<String, PolicySource>();
    for (Known document : documents) {
      String owner = document.outline().owner();
      var other = owner.isEmpty() ? null : first.putIfAbsent(owner, document.source());
      if (other != null) {
        throw new UsageException(
            "%s and %s are both of the owner '%s', and an owner has one document."
                .formatted(other.title(), document.source().title(), Text.line(owner)));
      }
    }
    return this;
  }

  /** What is found in one of them, but for what another brings. */
  Findings findings(PolicySource source, JsonNode answer) {
    var all = Findings.of(source, answer);
    return new Findings(
        source, all.found().stream().filter(finding -> !isSettled(source, finding)).toList());
  }

  private boolean isSettled(PolicySource source, JsonNode finding) {
    String list = SETTLED.get(Json.words(finding, "code"));
    var missing = MISSING.matcher(Json.words(finding, "message"));
    return list != null
        && missing.matches()
        && documents.stream()
            .filter(document -> document.source() != source)
            .anyMatch(document -> document.outline().names(list).contains(missing.group(1)));
  }
}
