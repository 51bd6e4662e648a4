package ai.preloop.api.generation;

import ai.preloop.activities.generation.Generated;
import ai.preloop.activities.generation.Generated.Proof;
import ai.preloop.activities.generation.Spending;
import ai.preloop.api.policies.BacktestAnswer;
import ai.preloop.api.policies.DiffAnswer;
import ai.preloop.api.policies.FindingAnswer;
import ai.preloop.api.policies.TestsAnswer;
import ai.preloop.api.usage.PlainNumber;
import ai.preloop.api.usage.Usd;
import ai.preloop.policies.wording.Statement;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * A document that a model wrote. Only {@code model_note}, {@code document} and {@code
 * tests_document} are the model's words.
 */
@Schema(name = "PolicyGeneration")
@JsonInclude(Include.NON_NULL)
record GenerationAnswer(
    @Schema(description = "As the model wrote it; it is not in force, and kept nowhere.")
        String document,
    @Schema(description = "The tests that the model wrote for it.") @Nullable String testsDocument,
    @Schema(description = "Whether it could be applied as it is.") boolean valid,
    List<FindingAnswer> findings,
    @Schema(description = "How often the model was asked: once, and for up to two repairs.")
        int attempts,
    @Schema(description = "What the document says, rule by rule, in Preloop's words.")
        List<StatementAnswer> explanation,
    @Schema(description = "The model's own word on it, for which nothing vouches.")
        String modelNote,
    @Schema(description = "Against the policy in force; only of a valid document.")
        @Nullable DiffAnswer diff,
    @Schema(description = "On up to 5,000 recorded calls; only of a valid document.")
        @Nullable BacktestAnswer backtest,
    @Schema(description = "What came of the model's tests; only of a valid document.")
        @Nullable TestsAnswer tests,
    @Schema(description = "What was not done, and why.") List<String> omitted,
    UsageAnswer usage) {

  static GenerationAnswer of(Generated generated) {
    Optional<Proof> proof = Optional.ofNullable(generated.proof());
    return new GenerationAnswer(
        generated.document(),
        generated.tests(),
        generated.isValid(),
        FindingAnswer.all(generated.findings()),
        generated.attempts(),
        proof.map(GenerationAnswer::statements).orElse(List.of()),
        generated.note(),
        of(proof, each -> DiffAnswer.of(each.diff())),
        of(proof.map(Proof::backtest), BacktestAnswer::of),
        of(proof.map(Proof::outcome), TestsAnswer::of),
        generated.omitted(),
        UsageAnswer.of(generated));
  }

  private static <P, A> @Nullable A of(Optional<P> part, Function<P, A> answer) {
    return part.map(answer).orElse(null);
  }

  private static List<StatementAnswer> statements(Proof proof) {
    return proof.statements().stream().map(StatementAnswer::of).toList();
  }

  /** One thing that it says; rule 0 is what holds without a condition. */
  @Schema(name = "PolicyStatement")
  @JsonInclude(Include.NON_NULL)
  record StatementAnswer(
      @Schema(example = "tools") String part,
      @Schema(example = "bash (mcp)") String entry,
      @Nullable Integer rule,
      String words) {

    static StatementAnswer of(Statement statement) {
      return new StatementAnswer(
          statement.part(), statement.entry(), statement.rule(), statement.words());
    }
  }

  /** What all attempts took together; there is no cost where the model has no price. */
  @Schema(name = "PolicyGenerationUsage")
  @JsonInclude(Include.NON_NULL)
  record UsageAnswer(
      String model,
      int calls,
      long inputTokens,
      long outputTokens,
      @JsonSerialize(using = PlainNumber.class) @Nullable BigDecimal costUsd,
      boolean estimated) {

    static UsageAnswer of(Generated generated) {
      Spending spending = generated.spending();
      return new UsageAnswer(
          generated.model(),
          spending.calls(),
          spending.inputTokens(),
          spending.outputTokens(),
          Usd.of(spending.nanodollars()),
          spending.estimated());
    }
  }
}
