package ai.preloop.api.description;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Map;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** Says what a success means where an operation does not: the generator knows its status only. */
final class Answers implements OpenApiCustomizer {

  private static final Map<String, String> GENERATED =
      Map.of(
          "Created", "It was made, and is as shown.",
          "No Content", "Done. There is nothing more to say.");

  @Override
  public void customise(OpenAPI description) {
    description
        .getPaths()
        .values()
        .forEach(path -> path.readOperationsMap().forEach(Answers::describe));
  }

  private static void describe(HttpMethod method, Operation operation) {
    operation.getResponses().values().stream()
        .filter(answer -> answer.getDescription() != null)
        .forEach(answer -> answer.setDescription(words(method, answer)));
  }

  private static String words(HttpMethod method, ApiResponse answer) {
    String ok = method == HttpMethod.GET ? "What was asked for." : "Done, and this came of it.";
    String generated = answer.getDescription();
    return generated.equals("OK") ? ok : GENERATED.getOrDefault(generated, generated);
  }
}
