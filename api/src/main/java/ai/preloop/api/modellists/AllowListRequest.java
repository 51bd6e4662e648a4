package ai.preloop.api.modellists;

import ai.preloop.activities.modellists.ListScope;
import ai.preloop.activities.modellists.ModelAllowList.Plan;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a list is to be. */
@Schema(name = "ModelAllowListRequest")
record AllowListRequest(
    @NotNull @Valid ScopeBody scope,
    @NotNull
        @Schema(
            example = "[\"small\", \"gpt-*\"]",
            description = "Aliases, or the start of one and a star; at most 100.")
        List<@NotNull String> models) {

  /** Whose calls the list is about. */
  @Schema(name = "ModelAllowListScope")
  record ScopeBody(
      @NotNull @Schema(allowableValues = {"account", "user", "team", "agent", "flow"}) String type,
      @Schema(
              description =
                  "The name or id of the user, or the team, agent or flow as credentials say it.")
          @Nullable String value) {

    static ScopeBody of(ListScope scope) {
      return new ScopeBody(
          scope.type().word(), scope.type() == ListScope.Type.ACCOUNT ? null : scope.value());
    }
  }

  Plan plan() {
    return Plan.of(ListScope.of(scope.type(), scope.value()), models);
  }
}
