package ai.preloop.api.policies;

import ai.preloop.activities.policies.Unfit;
import ai.preloop.policies.syntax.Finding;
import io.swagger.v3.oas.annotations.media.Schema;

/** One thing to say about an owner's document; line and column count from 1. */
@Schema(name = "UnfitRule")
public record UnfitAnswer(
    String policyName, String code, String path, int line, int column, String message) {

  public static UnfitAnswer of(Unfit unfit) {
    Finding finding = unfit.finding();
    return new UnfitAnswer(
        unfit.owner(),
        finding.code(),
        finding.path(),
        finding.position().line(),
        finding.position().column(),
        finding.message());
  }
}
