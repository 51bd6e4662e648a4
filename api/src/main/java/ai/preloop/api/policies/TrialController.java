package ai.preloop.api.policies;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.policies.Backtests;
import ai.preloop.activities.policies.PolicyTrials;
import ai.preloop.activities.policies.Recollections;
import ai.preloop.api.problems.ProblemWriter;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.reading.PolicySchema;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tries policies: by tests, and by asking what would become of a call. */
@RestController
@RequestMapping("/api/v1/policies")
@Tag(name = "Policies")
class TrialController {

  private final PolicyTrials trials;
  private final Recollections recollections;
  private final Backtests backtests;
  private final InstantSource clock;

  TrialController(
      PolicyTrials trials, Recollections recollections, Backtests backtests, InstantSource clock) {
    this.trials = trials;
    this.recollections = recollections;
    this.backtests = backtests;
    this.clock = clock;
  }

  @GetMapping(path = "/schema", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      operationId = "getPolicySchema",
      summary = "The JSON Schema of policy documents, for editors")
  Map<String, Object> schema(Principal principal) {
    principal.require(Scope.ACCOUNT_READ);
    return PolicySchema.get();
  }

  @PostMapping("/test")
  @Operation(
      operationId = "testPolicy",
      summary = "Run tests against a policy document",
      description = "Both are given as text. Nothing is stored, and no account is looked at.")
  TestsAnswer test(Principal principal, @RequestBody TestsRequest body) {
    return TestsAnswer.of(
        trials.test(principal, bytes("policy", body.policy()), bytes("tests", body.tests())));
  }

  @PostMapping("/explain")
  @Operation(
      operationId = "explainPolicy",
      summary = "Say what the policy makes of a call, or made of it, and why",
      description =
          "Takes the keys of a test's case but its name and what is expected, or"
              + " `{\"audit_log_id\": \"…\"}` for a call that was recorded, which is judged again by the"
              + " version of then. Nothing is called.")
  ExplanationAnswer explain(Principal principal, @RequestBody byte[] call) {
    return RecordedCallRequest.read(call)
        .map(id -> ExplanationAnswer.of(recollections.explain(principal, id)))
        .orElseGet(() -> ExplanationAnswer.of(trials.explain(principal, call)));
  }

  @PostMapping("/backtest")
  @Operation(
      operationId = "backtestPolicy",
      summary = "Say what a policy document would have made of recorded calls",
      description =
          "Looks at the newest calls of a time. Records have no secrets, so where a rule reads one"
              + " the verdict is unknown and never a guess. Nothing changes.")
  BacktestAnswer backtest(Principal principal, @RequestBody BacktestRequest body) {
    return BacktestAnswer.of(backtests.run(principal, body.request(clock.instant())));
  }

  /** A problem with a document tells its findings as the answers do. */
  @ExceptionHandler
  void refused(ProblemException e, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ProblemWriter.write(request, response, FindingAnswer.shown(e));
  }

  private static byte[] bytes(String name, @Nullable String text) {
    if (text == null) {
      throw new ProblemException(ProblemType.UNPROCESSABLE, name + " is missing.");
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A policy document and its tests, each as YAML or JSON in a text. */
  record TestsRequest(@Nullable String policy, @Nullable String tests) {}
}
