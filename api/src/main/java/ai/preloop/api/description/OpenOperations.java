package ai.preloop.api.description;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import java.util.List;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** Tells the operations that need no credential from all others. */
final class OpenOperations implements OpenApiCustomizer {

  private static final Set<String> OPEN =
      Set.of(
          "/health/live",
          "/health/ready",
          "/api/v1/version",
          "/api/v1/features",
          "/api/v1/auth/token",
          "/api/v1/auth/token/json",
          "/api/v1/auth/refresh",
          "/approval/{id}/data",
          "/approval/{id}/decide");

  @Override
  public void customise(OpenAPI description) {
    description.getPaths().entrySet().stream()
        .filter(path -> OPEN.contains(path.getKey()))
        .map(path -> path.getValue())
        .map(PathItem::readOperations)
        .flatMap(List::stream)
        .forEach(operation -> operation.setSecurity(List.of()));
  }
}
