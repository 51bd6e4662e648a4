package ai.preloop.api.description;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** Names members as they are really sent: the generator knows their names in the code only. */
final class SnakeCaseNames implements OpenApiCustomizer {

  private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  @Override
  public void customise(OpenAPI description) {
    description.getComponents().getSchemas().values().forEach(SnakeCaseNames::rename);
    description.getPaths().values().stream()
        .flatMap(path -> path.readOperations().stream())
        .filter(operation -> operation.getParameters() != null)
        .flatMap(operation -> operation.getParameters().stream())
        .filter(parameter -> parameter.getIn().equals("query"))
        .forEach(parameter -> parameter.setName(sent(parameter.getName())));
  }

  @SuppressWarnings("rawtypes")
  private static void rename(Schema<?> schema) {
    Map<String, Schema> properties = schema.getProperties();
    if (properties != null) {
      Map<String, Schema> renamed = new LinkedHashMap<>();
      properties.forEach((name, property) -> renamed.put(sent(name), property));
      schema.setProperties(renamed);
    }
    List<String> required = schema.getRequired();
    if (required != null) {
      schema.setRequired(required.stream().map(SnakeCaseNames::sent).sorted().toList());
    }
  }

  private static String sent(String name) {
    return HUMP.matcher(name).replaceAll("_").toLowerCase(Locale.ROOT);
  }
}
