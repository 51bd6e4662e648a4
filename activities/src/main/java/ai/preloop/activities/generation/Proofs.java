package ai.preloop.activities.generation;

import ai.preloop.activities.audit.AuditLog.Span;
import ai.preloop.activities.generation.Generated.Proof;
import ai.preloop.activities.generation.Wish.Observed;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.policies.Backtest;
import ai.preloop.activities.policies.Backtests;
import ai.preloop.activities.policies.Policies;
import ai.preloop.activities.policies.PolicyTrials;
import ai.preloop.activities.policies.Submission;
import ai.preloop.activities.policies.Verified;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.testing.TestRun;
import ai.preloop.policies.wording.DocumentWords;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks drafts as uploads are checked, and says what they would do; nothing is stored. */
final class Proofs {

  private static final int MOST_CALLS = 5_000;
  private static final Duration USUAL_SPAN = Duration.ofDays(30);

  private final Policies policies;
  private final Backtests backtests;
  private final PolicyTrials trials;
  private final InstantSource time;

  Proofs(Policies policies, Backtests backtests, PolicyTrials trials, InstantSource time) {
    this.policies = policies;
    this.backtests = backtests;
    this.trials = trials;
    this.time = time;
  }

  /**
   * All there is to say of a draft: whether it reads, whose it is, and whether it could be applied.
   */
  List<Finding> findings(Principal person, String policyName, String document) {
    Submission submission = Submission.of(bytes(document));
    Verified verified = policies.validate(person, submission).getFirst();
    if (!verified.valid()) {
      return verified.findings();
    }
    if (!verified.policyName().equals(policyName)) {
      Finding other =
          Drafting.error(
              "draft.name",
              "metadata.name has to be `%s`, letter for letter.".formatted(policyName));
      return Stream.concat(Stream.of(other), verified.findings().stream()).toList();
    }
    return appliable(person, submission, verified);
  }

  /** What others hold already is found out when it is compared with what is in force. */
  private List<Finding> appliable(Principal person, Submission submission, Verified verified) {
    try {
      policies.diff(person, submission);
      return verified.findings();
    } catch (ProblemException e) {
      if (e.type() != ProblemType.POLICY_INVALID) {
        throw e;
      }
      return Stream.concat(found(e), verified.findings().stream()).distinct().toList();
    }
  }

  private static Stream<Finding> found(ProblemException e) {
    return e.extensions().get("findings") instanceof List<?> all && !all.isEmpty()
        ? all.stream().map(Finding.class::cast)
        : Stream.of(Drafting.error("draft.refused", e.detail()));
  }

  /** Of a valid draft. {@code omitted} hears what could not be found out. */
  Proof prove(Assignment asked, Reply reply, List<String> omitted) {
    Principal person = asked.person();
    byte[] document = bytes(reply.document());
    return new Proof(
        DocumentWords.of(policies.draft(person, document).document().document()),
        policies.diff(person, Submission.of(document)),
        backtest(asked, document, omitted),
        tests(person, document, reply.tests(), omitted));
  }

  private Backtests.Request request(byte[] document, @Nullable Observed observed) {
    return new Backtests.Request(document, span(observed), Backtests.Baseline.RECORDED, MOST_CALLS);
  }

  private Span span(@Nullable Observed observed) {
    Instant now = time.instant();
    return observed == null ? new Span(now.minus(USUAL_SPAN), now) : observed.span();
  }

  private @Nullable Backtest backtest(Assignment asked, byte[] document, List<String> omitted) {
    try {
      return backtests.run(
          asked.person(), request(document, asked.wish().observed()), asked.end().left());
    } catch (ProblemException e) {
      omitted.add("It was not tried on recorded calls: " + e.detail());
      return null;
    }
  }

  private TestRun.@Nullable Outcome tests(
      Principal person, byte[] document, @Nullable String tests, List<String> omitted) {
    if (tests == null) {
      omitted.add("The model wrote no tests.");
      return null;
    }
    try {
      return trials.test(person, document, bytes(tests));
    } catch (ProblemException e) {
      omitted.add("The model's tests were not run: " + e.detail() + because(e));
      return null;
    }
  }

  private static String because(ProblemException e) {
    return found(e)
        .filter(Finding::isError)
        .limit(3)
        .map(finding -> " " + finding.message())
        .collect(Collectors.joining());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
