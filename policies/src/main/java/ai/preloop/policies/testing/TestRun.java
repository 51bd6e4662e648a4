package ai.preloop.policies.testing;

import ai.preloop.policies.documents.KnownTool;
import ai.preloop.policies.documents.McpServerEntry;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.reading.PolicyReader;
import ai.preloop.policies.reading.Surroundings;
import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.verdicts.CalledTool;
import ai.preloop.policies.verdicts.CompiledPolicy;
import java.util.List;
import java.util.Map;

/** Runs tests against a policy document, by themselves: without a server, a network or a clock. */
public final class TestRun {

  private final CompiledPolicy policy;
  private final List<KnownTool> tools;

  private TestRun(CompiledPolicy policy, List<KnownTool> tools) {
    this.policy = policy;
    this.tools = tools;
  }

  /** The results, or why the policy cannot be tested; findings that are no errors are beside. */
  public record Outcome(List<TestResult> results, List<Finding> findings) {

    public Outcome {
      results = List.copyOf(results);
      findings = List.copyOf(findings);
    }

    /** Whether the policy could be read; no test ran where it could not. */
    public boolean ran() {
      return findings.stream().noneMatch(Finding::isError);
    }

    public long failed() {
      return results.stream().filter(result -> !result.holds()).count();
    }
  }

  /** {@code environment} has the variables that the policy may read. */
  public static Outcome of(byte[] policy, Map<String, String> environment, TestSuite suite) {
    var known = suite.tools().stream().map(TestSuite.Tool::known).toList();
    var reading =
        new PolicyReader().read(policy, Surroundings.offline(environment).withTools(known));
    var document = reading.document();
    return new Outcome(document == null ? List.of() : results(document, suite), reading.findings());
  }

  private static List<TestResult> results(PolicyDocument document, TestSuite suite) {
    var trusted =
        document.mcpServers().stream()
            .filter(McpServerEntry::trusted)
            .map(McpServerEntry::name)
            .toList();
    var tools = suite.tools().stream().map(tool -> tool.believed(trusted)).toList();
    var run = new TestRun(CompiledPolicy.compile(0, List.of(document), tools), tools);
    return suite.cases().stream().map(run::result).toList();
  }

  private TestResult result(TestCase test) {
    var called = test.call().target().called(target -> CalledTool.of(tool(target)));
    var answer = new Answer(policy.judge(test.call().of(called, policy)));
    return new TestResult(test, answer, test.expected().differences(answer));
  }

  /** One that nobody described is a tool without a schema, of a server that nobody trusts. */
  private KnownTool tool(SampleCall.Target target) {
    var named = tools.stream().filter(tool -> isMeant(tool, target)).toList();
    return named.size() == 1
        ? named.getFirst()
        : new KnownTool(
            target.server(), target.name(), target.source(), Map.of(), KnownTool.Hints.UNTRUSTED);
  }

  private static boolean isMeant(KnownTool tool, SampleCall.Target target) {
    return tool.name().equals(target.name())
        && tool.source().equals(target.source())
        && (target.server().isEmpty() || tool.server().equals(target.server()));
  }
}
