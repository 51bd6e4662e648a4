package ai.preloop.api.description;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springdoc.core.customizers.OpenApiCustomizer;
import tools.jackson.databind.PropertyNamingStrategies;

/** Names members as they are really sent, by the rule that names them there. */
final class SnakeCaseNames implements OpenApiCustomizer {

  private static final PropertyNamingStrategies.NamingBase RULE =
      new PropertyNamingStrategies.SnakeCaseStrategy();

  @Override
  public void customise(OpenAPI description) {
    description.getComponents().getSchemas().values().forEach(SnakeCaseNames::rename);
  }

  private static void rename(Schema<?> schema) {
    List<String> required = schema.getRequired();
    Map<String, Schema<?>> renamed = new LinkedHashMap<>();
    if (schema.getProperties() != null) {
      schema
          .getProperties()
          .forEach((name, property) -> renamed.put(RULE.translate(name), (Schema<?>) property));
      schema.setProperties(new LinkedHashMap<>(renamed));
    }
    if (required != null) {
      schema.setRequired(required.stream().map(RULE::translate).sorted().toList());
    }
  }
}
