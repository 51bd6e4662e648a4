package ai.preloop.api.budgets;

import ai.preloop.activities.budgets.BudgetScope;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/** Whose calls a budget counts. */
@Schema(name = "BudgetScope")
@JsonInclude(JsonInclude.Include.NON_NULL)
record ScopeBody(
    @NotNull
        @Schema(
            allowableValues = {
              "account", "user", "key", "team", "agent", "flow", "session", "model"
            })
        String type,
    @Schema(
            description =
                "The id of the user or key, the team, agent or flow that a credential says, the session"
                    + " or the model's alias; each has the whole limit for itself when it is left"
                    + " out.")
        @Nullable String value) {

  static ScopeBody of(BudgetScope scope) {
    return new ScopeBody(scope.type().word(), scope.value());
  }

  BudgetScope scope() {
    return new BudgetScope(BudgetScope.Type.of(type), value);
  }
}
