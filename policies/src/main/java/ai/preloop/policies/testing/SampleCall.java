package ai.preloop.policies.testing;

import ai.preloop.policies.conditions.Primitive;
import ai.preloop.policies.documents.Justification;
import ai.preloop.policies.verdicts.Call;
import ai.preloop.policies.verdicts.CalledTool;
import ai.preloop.policies.verdicts.Caller;
import ai.preloop.policies.verdicts.CompiledPolicy;
import ai.preloop.policies.verdicts.ModelFacts;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A call as somebody writes it down, to ask what would become of it; {@code arguments} are JSON,
 * {@code justification} is null where nothing is said of one, {@code request} is what a model is
 * asked.
 */
public record SampleCall(
    Target target,
    byte[] arguments,
    @Nullable String justification,
    Caller caller,
    Instant now,
    ModelFacts request) {

  /** When a call is made that does not say when: always the same instant, so that tests repeat. */
  public static final Instant STANDARD_NOW = Instant.parse("2026-01-01T12:00:00Z");

  private static final String SOME_REASON = "because";

  /** As the policy judges it, of a tool that is known so, in an account that is not frozen. */
  public Call of(CalledTool tool, CompiledPolicy policy) {
    String reason = reason(policy.justificationFor(tool, caller));
    return new Call(caller, tool, this::arguments, reason, now, false, request);
  }

  /** No call comes before the rules without a reason that is wanted: one is taken for given. */
  private String reason(Justification wanted) {
    if (justification != null) {
      return justification;
    }
    return wanted == Justification.REQUIRED ? SOME_REASON : "";
  }

  /**
   * What is called, by its name, URI or alias; {@code server} is empty when it was not said, {@code
   * source} matters for tools alone, and {@code identifier} for models.
   */
  public record Target(
      Primitive primitive, String server, String name, String source, String identifier) {

    /** As the policy judges it; of tools more is known than what was said. */
    public CalledTool called(Function<Target, CalledTool> tools) {
      return switch (primitive) {
        case TOOL -> tools.apply(this);
        case RESOURCE -> CalledTool.resource(server, name);
        case PROMPT -> CalledTool.prompt(server, name);
        case MODEL -> CalledTool.model(name, server, identifier);
      };
    }
  }
}
