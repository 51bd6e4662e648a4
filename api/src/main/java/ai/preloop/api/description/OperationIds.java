package ai.preloop.api.description;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;

/**
 * Names that clients are generated from. The generator numbers what is named twice, in an order
 * that is nobody's choice: a number goes where the name is free without it.
 */
final class OperationIds implements OpenApiCustomizer {

  private static final Pattern NUMBER = Pattern.compile("_\\d+$");

  @Override
  public void customise(OpenAPI description) {
    signIn(description.getPaths().get("/api/v1/auth/token"));
    List<Operation> all =
        description.getPaths().values().stream()
            .flatMap(path -> path.readOperations().stream())
            .toList();
    Set<String> taken = all.stream().map(Operation::getOperationId).collect(Collectors.toSet());
    for (Operation operation : all) {
      String free = NUMBER.matcher(operation.getOperationId()).replaceFirst("");
      if (taken.add(free)) {
        operation.setOperationId(free);
      }
    }
  }

  /** It takes a form and JSON, and is named after neither. */
  private static void signIn(@Nullable PathItem token) {
    if (token != null && token.getPost() != null) {
      token.getPost().setOperationId("signIn");
    }
  }
}
