package ai.preloop.api.description;

import ai.preloop.api.idempotency.CreatingPaths;
import ai.preloop.api.idempotency.IdempotencyFilter;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** Says how a request that creates is sent again without creating twice. */
final class RepeatableCreations implements OpenApiCustomizer {

  @Override
  public void customise(OpenAPI description) {
    description.getPaths().entrySet().stream()
        .filter(path -> CreatingPaths.ALL.contains(path.getKey()))
        .map(path -> path.getValue().getPost())
        .forEach(RepeatableCreations::complete);
  }

  private static void complete(Operation operation) {
    operation.addParametersItem(
        new HeaderParameter()
            .name(IdempotencyFilter.HEADER)
            .required(false)
            .description(
                "The same key with the same body is answered as it was the first time, for 24 hours.")
            .schema(new Schema<>().types(Set.of("string")).minLength(1).maxLength(255)));
    say(operation, "409", "A request with the same Idempotency-Key is being worked on.");
    say(operation, "422", "The Idempotency-Key was used with another body.");
  }

  /** Beside what the operation says of this status itself. */
  private static void say(Operation operation, String status, String text) {
    ApiResponses responses = operation.getResponses();
    ApiResponse said = responses.computeIfAbsent(status, missing -> new ApiResponse());
    said.setDescription(said.getDescription() == null ? text : said.getDescription() + " " + text);
  }
}
