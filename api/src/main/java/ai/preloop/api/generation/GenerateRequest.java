package ai.preloop.api.generation;

import ai.preloop.activities.generation.Wish;
import ai.preloop.activities.generation.Wish.Base;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a policy is to do, in words. */
@Schema(name = "PolicyGenerateRequest")
record GenerateRequest(
    @Schema(description = "What is wanted, in words; 8,000 characters at most.")
        @Nullable String description,
    @Schema(description = "The alias of the model that is asked; the first one when left out.")
        @Nullable String model,
    @Schema(
            description =
                "`active` begins with the document that is in force; `none` when left out.",
            allowableValues = {"none", "active"})
        @Nullable String base,
    @Schema(
            description =
                "The document's metadata.name; that of the document it begins with, or"
                    + " `generated`, when left out.")
        @Nullable String policyName) {

  Wish wish() {
    return new Wish(
        Objects.requireNonNullElse(description, ""), model, policyName, base(base), null);
  }

  static Base base(@Nullable String word) {
    return switch (word) {
      case null -> Base.NOTHING;
      case "none" -> Base.NOTHING;
      case "active" -> Base.ACTIVE;
      case String _ ->
          throw new ProblemException(ProblemType.UNPROCESSABLE, "base is none or active.");
    };
  }
}
