package ai.preloop.api.description;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** Every operation fails in the same shape (RFC 9457). */
final class ProblemResponses implements OpenApiCustomizer {

  private static final String PROBLEM = "Problem";

  @Override
  public void customise(OpenAPI description) {
    description
        .getComponents()
        .addSchemas(PROBLEM, schema())
        .addResponses(
            PROBLEM, new ApiResponse().description("It did not work.").content(content()));
    description.getPaths().values().stream()
        .map(PathItem::readOperations)
        .flatMap(List::stream)
        .forEach(ProblemResponses::complete);
  }

  private static void complete(Operation operation) {
    operation
        .getResponses()
        .addApiResponse("default", new ApiResponse().$ref("#/components/responses/" + PROBLEM));
    Stream.of("409", "422")
        .map(operation.getResponses()::get)
        .filter(Objects::nonNull)
        .forEach(refusal -> refusal.setContent(content()));
  }

  private static Content content() {
    return new Content()
        .addMediaType(
            "application/problem+json",
            new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM)));
  }

  private static Schema<?> schema() {
    Schema<?> problem = of("object", "A failure (RFC 9457); some types have further members.");
    problem.addProperty("type", of("string", "Which kind of failure; stable.").format("uri"));
    problem.addProperty("title", of("string", "The kind in words."));
    problem.addProperty("status", of("integer", "The status, again.").format("int32"));
    problem.addProperty("detail", of("string", "What happened and what to do, for a person."));
    problem.addProperty("instance", of("string", "Where it happened.").format("uri-reference"));
    problem.setRequired(List.of("detail", "instance", "status", "title", "type"));
    return problem;
  }

  private static Schema<?> of(String type, String text) {
    return new Schema<>().types(Set.of(type)).description(text);
  }
}
