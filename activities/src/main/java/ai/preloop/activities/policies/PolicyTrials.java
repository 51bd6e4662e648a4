package ai.preloop.activities.policies;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.servers.BuiltinTools;
import ai.preloop.activities.servers.Catalog;
import ai.preloop.activities.servers.Catalogs;
import ai.preloop.policies.documents.KnownTool;
import ai.preloop.policies.documents.Sources;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.testing.SampleCall;
import ai.preloop.policies.testing.SampleCall.Target;
import ai.preloop.policies.testing.TestReader;
import ai.preloop.policies.testing.TestReader.Read;
import ai.preloop.policies.testing.TestRun;
import ai.preloop.policies.testing.TestSuite;
import ai.preloop.policies.verdicts.Call;
import ai.preloop.policies.verdicts.CalledTool;
import ai.preloop.policies.verdicts.Explanation;
import ai.preloop.workflows.identity.AccountId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Tries policies without any call: by tests, and by asking what would become of one. */
public final class PolicyTrials {

  private final ActivePolicies policies;
  private final Catalogs catalogs;
  private final Map<String, String> environment;
  private final ReadingRoom room;
  private final InstantSource clock;

  /** {@code environment} has the variables that documents may read, and no other. */
  PolicyTrials(
      ActivePolicies policies,
      Catalogs catalogs,
      ReadingRoom room,
      Map<String, String> environment,
      InstantSource clock) {
    this.room = room;
    this.policies = policies;
    this.catalogs = catalogs;
    this.environment = Map.copyOf(environment);
    this.clock = clock;
  }

  /** How a call that nobody made would be judged, and when it was asked. */
  public record Explained(Explanation explanation, Instant at) {}

  /** Runs tests against a document; POLICY_INVALID with the findings where one cannot be read. */
  public TestRun.Outcome test(Principal principal, byte[] policy, byte[] tests) {
    principal.require(Scope.ACCOUNT_READ);
    TestSuite suite = content(TestReader.suite(tests), "The tests cannot be read.");
    TestRun.Outcome outcome =
        room.read(principal.account(), () -> TestRun.of(policy, environment, suite));
    if (!outcome.ran()) {
      throw invalid("The policy cannot be tested.", outcome.findings());
    }
    return outcome;
  }

  /** What the policy in force says of a call, and how it comes to it. */
  public Explained explain(Principal principal, byte[] call) {
    principal.require(Scope.ACCOUNT_READ);
    SampleCall sample = content(TestReader.call(call, clock.instant()), "The call cannot be read.");
    ActivePolicy policy = policies.require(principal.account());
    CalledTool called = sample.target().called(target -> called(principal.account(), target));
    Call judged = sample.of(called, policy.compiled()).inAccount(policy.frozen());
    return new Explained(policy.compiled().explain(judged), sample.now());
  }

  /** A tool that no scan knows is one without a schema, of a server that nobody trusts. */
  private CalledTool called(AccountId account, Target target) {
    return target.source().equals(Sources.BUILTIN)
        ? builtin(target.name())
        : ofServer(account, target);
  }

  private static CalledTool builtin(String name) {
    if (name.equals(BuiltinTools.GET_APPROVAL_STATUS)) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE,
          "%s is outside the policy: no rule is asked about it.".formatted(name));
    }
    return BuiltinTools.judged().stream()
        .filter(tool -> tool.name().equals(name))
        .findFirst()
        .map(CalledTool::of)
        .orElseThrow(() ->
            new ProblemException(
                ProblemType.UNPROCESSABLE, "Preloop has no tool %s of its own.".formatted(name)));
  }

  private CalledTool ofServer(AccountId account, Target target) {
    List<Catalog.Tool> named =
        catalogs.of(account).tools().stream().filter(tool -> isMeant(tool, target)).toList();
    if (named.size() > 1) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE,
          "Several servers have a tool of this name: say which `server` is meant.");
    }
    return named.isEmpty()
        ? CalledTool.of(
            new KnownTool(
                target.server(),
                target.name(),
                target.source(),
                Map.of(),
                KnownTool.Hints.UNTRUSTED))
        : named.getFirst().called();
  }

  private static boolean isMeant(Catalog.Tool tool, Target target) {
    KnownTool known = tool.known();
    return known.name().equals(target.name())
        && known.source().equals(target.source())
        && (target.server().isEmpty() || known.server().equals(target.server()));
  }

  private static <T> T content(Read<T> read, String sentence) {
    T content = read.content();
    if (content == null) {
      throw invalid(sentence, read.findings());
    }
    return content;
  }

  private static ProblemException invalid(String sentence, List<Finding> findings) {
    return new ProblemException(ProblemType.POLICY_INVALID, sentence, Map.of("findings", findings));
  }
}
