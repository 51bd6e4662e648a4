package ai.preloop.policies.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.documents.KnownTool;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.reading.PolicyReader;
import ai.preloop.policies.reading.Reading;
import ai.preloop.policies.reading.Surroundings;
import ai.preloop.policies.syntax.Finding;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Policies written as documents, and calls. */
final class VerdictFixtures {

  static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  static final Caller NIGHTLY = Caller.of(principal("api_key", "nightly-job"));
  static final Caller ANA = Caller.of(principal("user", "ana"));

  /** Two workflows, for documents that name some. */
  static final String WORKFLOWS =
      """
      approval_workflows:
        - { name: first, approver_users: [ana] }
        - { name: second, approver_users: [ben] }
      """;

  private static final PolicyReader READER = new PolicyReader();

  private VerdictFixtures() {}

  static PolicyDocument document(String owner, String body) {
    String source = "version: \"1.0\"\nmetadata: { name: " + owner + " }\n" + body;
    Reading reading =
        READER.read(source.getBytes(StandardCharsets.UTF_8), Surroundings.offline(Map.of()));
    assertThat(reading.findings()).filteredOn(Finding::isError).isEmpty();
    return Objects.requireNonNull(reading.document());
  }

  /** One document, or several of the owners {@code o1}, {@code o2} and so on. */
  static CompiledPolicy policy(String... bodies) {
    List<PolicyDocument> documents =
        Stream.iterate(0, i -> i < bodies.length, i -> i + 1)
            .map(i -> document("o" + (i + 1), bodies[i]))
            .toList();
    return CompiledPolicy.compile(7, documents, List.of());
  }

  /** A policy for the tool {@code bash} alone. */
  static CompiledPolicy bash(String entry) {
    return policy(WORKFLOWS + "tools:\n  - name: bash\n" + entry.indent(4));
  }

  static CalledTool tool(String name) {
    return tool("shell", name, "mcp");
  }

  static CalledTool tool(String server, String name, String source) {
    return CalledTool.of(new KnownTool(server, name, source, Map.of(), KnownTool.Hints.UNTRUSTED));
  }

  static Call call(String tool, String args) {
    return call(NIGHTLY, tool(tool), args);
  }

  static Call call(Caller caller, CalledTool tool, String args) {
    byte[] bytes = args.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return new Call(caller, tool, () -> bytes, "because", NOW, false);
  }

  /** {@code allow}, {@code deny}, or {@code ask} with the names of the workflows. */
  static String word(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Allow _ -> "allow";
      case Verdict.Deny _ -> "deny";
      case Verdict.Ask ask ->
          "ask " + String.join("+", ask.workflows().stream().map(each -> each.name()).toList());
    };
  }

  static String verdict(CompiledPolicy policy, String args) {
    return word(policy.judge(call("bash", args)));
  }

  static Caller.Principal principal(String type, String name) {
    return new Caller.Principal(type, "id-" + name, name, "ana", List.of(), List.of(), List.of());
  }
}
