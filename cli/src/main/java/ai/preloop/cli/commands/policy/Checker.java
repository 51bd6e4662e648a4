package ai.preloop.cli.commands.policy;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Shell;
import ai.preloop.policies.reading.PolicyReader;
import ai.preloop.policies.reading.Surroundings;
import ai.preloop.policies.syntax.Finding;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Judges a document; the answer has the shape that the server's has. */
sealed interface Checker {

  /** What is found in each, where the others are there too. */
  List<Findings> check(Batch batch);

  /** Against everything that a server knows. */
  record Online(Server server) implements Checker {

    @Override
    public List<Findings> check(Batch batch) {
      return new Submission(server, "/policies/validate")
          .send(batch.sources()).parts().stream().map(Submission.Part::findings).toList();
    }
  }

  /** By itself; a document may read the variables that {@code PRELOOP_POLICY_ENV_ALLOW} names. */
  record Offline(Shell shell) implements Checker {

    @Override
    public List<Findings> check(Batch batch) {
      return batch.sources().stream()
          .map(source -> batch.findings(source, answer(source)))
          .toList();
    }

    private JsonNode answer(PolicySource source) {
      var surroundings = Surroundings.offline(variables(shell));
      return Checker.answer(
          new PolicyReader().read(source.bytes(), surroundings).announced().findings());
    }
  }

  /** The variables that a document may read without a server. */
  static Map<String, String> variables(Shell shell) {
    var allowed = new LinkedHashMap<String, String>();
    Arrays.stream(shell.variable("PRELOOP_POLICY_ENV_ALLOW").orElse("").split(",", -1))
        .map(String::strip)
        .forEach(name -> shell.variable(name).ifPresent(value -> allowed.put(name, value)));
    return allowed;
  }

  /** Findings in the shape of the server's answer. */
  static JsonNode answer(List<Finding> findings) {
    return Json.of(Map.of("findings", findings.stream().map(Checker::shape).toList()));
  }

  private static Map<String, Object> shape(Finding finding) {
    return Map.of(
        "severity", finding.severity().name().toLowerCase(Locale.ROOT),
        "code", finding.code(),
        "path", finding.path(),
        "line", finding.position().line(),
        "column", finding.position().column(),
        "message", finding.message());
  }
}
