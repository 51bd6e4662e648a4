package ai.preloop.cli.commands.policy;

import ai.preloop.cli.client.FilesForm;
import ai.preloop.cli.client.Server;
import ai.preloop.cli.terminal.Json;
import ai.preloop.policies.problems.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Documents on their way to a server, all in one request: one alone as it is, several as the files
 * of a form.
 */
record Submission(Server server, String path, Map<String, String> query) {

  Submission(Server server, String path) {
    this(server, path, Map.of());
  }

  Answer send(List<PolicySource> sources) {
    String target = path + suffix();
    if (sources.size() == 1) {
      PolicySource only = sources.getFirst();
      JsonNode answer = answer(() -> server.post(target, only.contentType(), only.bytes()));
      return new Answer(answer, List.of(new Part(only, answer)));
    }
    var form = new FilesForm();
    sources.forEach(source -> form.add(source.contentType(), source.bytes()));
    return Answer.of(answer(() -> server.post(target, form)), sources);
  }

  /** What is answered to all, and within it to each. */
  record Answer(JsonNode whole, List<Part> parts) {

    private static Answer of(JsonNode whole, List<PolicySource> sources) {
      var parts = new ArrayList<Part>();
      for (int i = 0; i < sources.size(); i++) {
        parts.add(new Part(sources.get(i), whole.path("documents").path(i)));
      }
      return new Answer(whole, parts);
    }

    /** Whether it is more than what is wrong with the documents. */
    boolean isTaken() {
      return whole.has("version");
    }

    List<JsonNode> taken() {
      return whole.path("taken").valueStream().toList();
    }

    /** For programs: an item for each, and what concerns all of them where there are several. */
    JsonNode named(List<Map<String, Object>> items) {
      var named = new LinkedHashMap<String, Object>(Map.of("items", items));
      if (parts.size() > 1) {
        whole
            .propertyStream()
            .filter(member -> !member.getKey().equals("documents"))
            .forEach(member -> named.put(member.getKey(), member.getValue()));
      }
      return Json.of(named);
    }
  }

  /** A document and what was answered to it. */
  record Part(PolicySource source, JsonNode answer) {

    Findings findings() {
      return Findings.of(source, answer);
    }
  }

  /** What is answered; for a document that is refused, the refusal with its findings. */
  static JsonNode answer(Supplier<Server.Answer> request) {
    try {
      return request.get().body();
    } catch (ProblemException e) {
      if (e.extensions().get("problem") instanceof JsonNode problem
          && (problem.has("findings") || problem.has("documents"))) {
        return problem;
      }
      throw e;
    }
  }

  private String suffix() {
    return query.isEmpty()
        ? ""
        : query.entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining("&", "?", ""));
  }
}
