package ai.preloop.activities.generation;

import ai.preloop.activities.policies.Backtest;
import ai.preloop.activities.policies.PolicyDiff;
import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.testing.TestRun;
import ai.preloop.policies.wording.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document that a model wrote, and nobody has applied. {@code note} is the model's own word on
 * it, for which nothing vouches; {@code model} the alias that was asked; {@code proof} is there
 * where the document is valid.
 */
public record Generated(
    String document,
    @Nullable String tests,
    List<Finding> findings,
    int attempts,
    String note,
    String model,
    Spending spending,
    @Nullable Proof proof,
    List<String> omitted) {

  public Generated {
    findings = List.copyOf(findings);
    omitted = List.copyOf(omitted);
  }

  public boolean isValid() {
    return proof != null;
  }

  /**
   * What the document says and would do, as the product's own code finds it: null where it could
   * not be found out, which {@code omitted} says.
   */
  public record Proof(
      List<Statement> statements,
      PolicyDiff diff,
      @Nullable Backtest backtest,
      TestRun.@Nullable Outcome outcome) {

    public Proof {
      statements = List.copyOf(statements);
    }
  }
}
