package ai.preloop.api.models;

import ai.preloop.activities.models.Routing;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which other models get the calls. */
@Schema(name = "AiModelRouting")
record RoutingBody(
    @Schema(
            description =
                "Each call goes to one of them, drawn by weight. Such a model has no provider.")
        @Nullable List<@NotNull @Valid ShareBody> shares,
    @Schema(description = "Tried in this order where a call could not be had from the one before.")
        @Nullable List<@NotNull String> fallbacks) {

  /** A model, and how often it is drawn beside the others. */
  @Schema(name = "AiModelShare")
  record ShareBody(
      @NotNull @Schema(example = "gpt-large") String model,
      @NotNull @Schema(minimum = "1", maximum = "1000") Integer weight) {}

  Routing routing() {
    return new Routing(
        shares == null
            ? List.of()
            : shares.stream().map(each -> new Routing.Share(each.model(), each.weight())).toList(),
        fallbacks == null ? List.of() : fallbacks);
  }

  static RoutingBody of(Routing routing) {
    return new RoutingBody(
        routing.shares().stream().map(each -> new ShareBody(each.model(), each.weight())).toList(),
        routing.fallbacks());
  }
}
