package ai.preloop.cli.commands.policy;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.commands.policy.Findings.Strictness;
import ai.preloop.cli.terminal.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How the documents of one run are uploaded. */
record Upload(Server server, Batch batch, Strictness strictness) {

  /** {@code expected} is the version that must still be in force; null is any. */
  Result rehearse(PolicySource source, @Nullable Integer expected) {
    return send(source, query("true", expected));
  }

  Result apply(PolicySource source, @Nullable Integer expected) {
    return send(source, query("false", expected));
  }

  private Result send(PolicySource source, String query) {
    JsonNode answer = new Submission(server, "/policies/upload" + query).send(source);
    return new Result(answer, batch.findings(source, answer), strictness);
  }

  private static String query(String dryRun, @Nullable Integer expected) {
    var query = new LinkedHashMap<String, String>(Map.of("dry_run", dryRun));
    if (expected != null) {
      query.put("expected_version", expected.toString());
    }
    return query.entrySet().stream()
        .map(each -> each.getKey() + "=" + each.getValue())
        .collect(Collectors.joining("&", "?", ""));
  }

  /** What was answered to one document. */
  record Result(JsonNode answer, Findings findings, Strictness strictness) {

    PolicySource source() {
      return findings.source();
    }

    boolean holds() {
      return findings.hold(strictness);
    }

    boolean isTaken() {
      return answer.has("policy_name");
    }

    /** Refused, and only for want of what another document of this run brings. */
    boolean isEarly() {
      return !isTaken() && holds();
    }

    int version() {
      return answer.path("version").asInt(0);
    }

    /** The same with every finding, those included that another document was to settle. */
    Result alone() {
      return new Result(answer, Findings.of(source(), answer), strictness);
    }

    JsonNode named() {
      var named = new LinkedHashMap<String, Object>();
      named.put("file", source().title());
      named.put("applied", false);
      for (String member :
          new String[] {"policy_name", "version", "applied", "changes", "detail"}) {
        if (answer.has(member)) {
          named.put(member, answer.path(member));
        }
      }
      named.put("findings", findings.found());
      return Json.of(named);
    }
  }
}
