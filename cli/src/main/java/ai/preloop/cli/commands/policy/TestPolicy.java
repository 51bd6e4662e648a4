package ai.preloop.cli.commands.policy;

import ai.preloop.cli.client.UsageException;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.terminal.Json;
import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.syntax.Position;
import ai.preloop.policies.syntax.Severity;
import ai.preloop.policies.testing.TestReader;
import ai.preloop.policies.testing.TestResult;
import ai.preloop.policies.testing.TestRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the tests of policies by itself: no server, no network. */
@Command(
    name = "test",
    description = "Run the tests of policies; no server is asked.",
    footer = {
      "",
      "A folder stands for every tests.yaml and *.tests.yaml below it. Each tests the policy.yaml",
      "beside it, or the file that it names. Ends with 0 when all hold, 1 when one does not, and 2",
      "when a file cannot be read.",
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} policy test",
      "  ${ROOT-COMMAND-NAME} policy test policies/ --junit report.xml"
    })
final class TestPolicy implements Callable<Integer> {

  private static final int UNREADABLE = 2;

  private final Invocation invocation;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      defaultValue = ".",
      description = "Files and folders of tests (default: this folder).")
  private List<String> files = List.of();

  @Option(names = "--junit", paramLabel = "FILE", description = "Write the results as JUnit XML.")
  private @Nullable Path junit;

  TestPolicy(Invocation invocation) {
    this.invocation = invocation;
  }

  /** A file of tests and what came of it. */
  record Tested(TestFile file, List<TestResult> results, Findings findings) {

    boolean ran() {
      return findings.hold(Findings.Strictness.USUAL);
    }

    long failed() {
      return results.stream().filter(result -> !result.holds()).count();
    }
  }

  @Override
  public Integer call() {
    List<Tested> all = TestFile.of(files).stream().map(this::tested).toList();
    if (!invocation.screen().answer(Json.of(answer(all)))) {
      new TestReport(invocation.screen()).print(all);
    }
    write(all);
    if (!all.stream().allMatch(Tested::ran)) {
      return UNREADABLE;
    }
    return all.stream().allMatch(tested -> tested.failed() == 0) ? 0 : 1;
  }

  /** One file that cannot be read keeps no other from being run. */
  private Tested tested(TestFile file) {
    try {
      return tested(file, file.bytes());
    } catch (UsageException e) {
      var unreadable =
          new Finding(
              Severity.ERROR,
              "file.unreadable",
              "$",
              Position.UNKNOWN,
              String.valueOf(e.getMessage()));
      var source = PolicySource.named(file.path().toString(), new byte[0]);
      return new Tested(file, List.of(), Findings.of(source, Checker.answer(List.of(unreadable))));
    }
  }

  private Tested tested(TestFile file, byte[] tests) {
    var read = TestReader.suite(tests);
    var suite = read.content();
    if (suite == null) {
      var source = PolicySource.named(file.path().toString(), tests);
      return new Tested(file, List.of(), Findings.of(source, Checker.answer(read.findings())));
    }
    byte[] policy = file.beside(suite.policy());
    var outcome = TestRun.of(policy, Checker.variables(invocation.shell()), suite);
    var source = PolicySource.named(file.path().resolveSibling(suite.policy()).toString(), policy);
    return new Tested(
        file, outcome.results(), Findings.of(source, Checker.answer(outcome.findings())));
  }

  private void write(List<Tested> all) {
    if (junit == null) {
      return;
    }
    try {
      Files.write(junit, JunitReport.of(all));
    } catch (IOException e) {
      throw new UsageException("'" + junit + "' cannot be written.");
    }
  }

  private static Map<String, Object> answer(List<Tested> all) {
    var results = new ArrayList<Map<String, Object>>();
    for (Tested tested : all) {
      for (TestResult result : tested.results()) {
        var named = new LinkedHashMap<String, Object>();
        named.put("file", tested.file().path().toString());
        named.putAll(result.named());
        results.add(named);
      }
    }
    long failed = all.stream().mapToLong(Tested::failed).sum();
    var answer = new LinkedHashMap<String, Object>();
    answer.put("passed", results.size() - failed);
    answer.put("failed", failed);
    answer.put("results", results);
    answer.put(
        "findings", all.stream().flatMap(tested -> tested.findings().found().stream()).toList());
    return answer;
  }
}
