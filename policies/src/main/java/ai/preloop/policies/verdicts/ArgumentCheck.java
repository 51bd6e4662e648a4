package ai.preloop.policies.verdicts;

import com.google.re2j.Pattern;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.regex.RegularExpression;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks arguments against the tool's own JSON Schema. Schemas come from outside: nothing remote is
 * fetched, patterns are RE2, and a schema that cannot be used so is said to check nothing.
 */
public final class ArgumentCheck {

  static final ArgumentCheck NONE = new ArgumentCheck(null);
  private static final ArgumentCheck UNUSABLE = new ArgumentCheck(null);

  private static final int REASONS = 3;
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder
                  .schemaCacheEnabled(false)
                  .schemaRegistryConfig(
                      SchemaRegistryConfig.builder()
                          .regularExpressionFactory(ArgumentCheck::linear)
                          .build()));

  private final @Nullable Schema schema;

  private ArgumentCheck(@Nullable Schema schema) {
    this.schema = schema;
  }

  /** Reading a schema from outside can fail in any way; no way of failing allows or denies. */
  @SuppressWarnings("CatchingUnchecked")
  static ArgumentCheck of(Map<String, Object> inputSchema) {
    if (inputSchema.isEmpty()) {
      return NONE;
    }
    try {
      Schema schema = REGISTRY.getSchema(JSON.<JsonNode>valueToTree(inputSchema));
      schema.initializeValidators();
      return new ArgumentCheck(schema);
    } catch (Exception | StackOverflowError e) {
      return UNUSABLE;
    }
  }

  /** Whether arguments can be checked against the schema; an empty one asks for nothing. */
  public static boolean canUse(Map<String, Object> inputSchema) {
    return of(inputSchema).isUsable();
  }

  boolean isUsable() {
    return this != UNUSABLE;
  }

  /** What is wrong, in words that hold no value of an argument. */
  Optional<String> problem(Supplier<byte[]> bytes) {
    if (schema == null) {
      return Optional.empty();
    }
    try {
      byte[] arguments = bytes.get();
      List<Error> errors =
          schema.validate(
              arguments.length == 0 ? JSON.createObjectNode() : JSON.readTree(arguments));
      return errors.isEmpty() ? Optional.empty() : Optional.of(sentence(errors));
    } catch (JacksonException e) {
      return Optional.of("The arguments are not readable JSON.");
    }
  }

  private static RegularExpression linear(String regex) {
    Pattern pattern = Pattern.compile(regex);
    return text -> pattern.matcher(text).find();
  }

  private static String sentence(List<Error> errors) {
    return errors.stream()
        .limit(REASONS)
        .map(ArgumentCheck::reason)
        .collect(Collectors.joining("; ", "The arguments do not fit the tool's schema: ", "."));
  }

  private static String reason(Error error) {
    String at = error.getInstanceLocation().toString();
    String where = at.isEmpty() || at.equals("$") ? "the arguments" : "`" + at + "`";
    return switch (error.getKeyword()) {
      case "required" -> "`%s` is missing in %s".formatted(error.getProperty(), where);
      case "additionalProperties", "unevaluatedProperties" ->
          "%s must not have `%s`".formatted(where, error.getProperty());
      case "type" -> "%s must be %s".formatted(where, error.getSchemaNode());
      case "enum" -> "%s must be one of %s".formatted(where, error.getSchemaNode());
      case "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "pattern",
          "format",
          "const" ->
          "%s must have %s %s".formatted(where, error.getKeyword(), error.getSchemaNode());
      case String keyword -> "%s does not fit `%s`".formatted(where, keyword);
      case null -> where + " is not accepted";
    };
  }
}
