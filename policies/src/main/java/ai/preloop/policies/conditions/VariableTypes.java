package ai.preloop.policies.conditions;

import com.google.common.collect.ImmutableMap;
import dev.cel.common.CelVarDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The types of the variables that are the same for every call: all but {@code args}. */
final class VariableTypes {

  private static final StructType TOOL =
      object(
          "preloop.tool",
          Map.of(
              "name", SimpleType.STRING,
              "server", SimpleType.STRING,
              "source", SimpleType.STRING,
              "read_only", SimpleType.BOOL,
              "destructive", SimpleType.BOOL,
              "idempotent", SimpleType.BOOL,
              "open_world", SimpleType.BOOL));
  private static final StructType RESOURCE =
      object(
          "preloop.resource",
          Map.of("uri", SimpleType.STRING, "name", SimpleType.STRING, "server", SimpleType.STRING));
  private static final StructType PROMPT =
      object("preloop.prompt", Map.of("name", SimpleType.STRING, "server", SimpleType.STRING));
  private static final StructType MODEL =
      object(
          "preloop.model",
          Map.of(
              "alias", SimpleType.STRING,
              "provider", SimpleType.STRING,
              "identifier", SimpleType.STRING));
  private static final StructType REQUEST =
      object(
          "preloop.request",
          Map.of(
              "input_tokens", SimpleType.INT,
              "max_output_tokens", SimpleType.INT,
              "tools", SimpleType.INT,
              "stream", SimpleType.BOOL));
  private static final StructType COST =
      object("preloop.cost", Map.of("estimate_usd", SimpleType.DOUBLE));
  private static final StructType PRINCIPAL =
      object(
          "preloop.principal",
          Map.of(
              "type", SimpleType.STRING,
              "id", SimpleType.STRING,
              "name", SimpleType.STRING,
              "user", SimpleType.STRING,
              "roles", ListType.create(SimpleType.STRING),
              "teams", ListType.create(SimpleType.STRING),
              "scopes", ListType.create(SimpleType.STRING)));
  private static final StructType AGENT =
      object(
          "preloop.agent",
          Map.of(
              "id", SimpleType.STRING,
              "name", SimpleType.STRING,
              "kind", SimpleType.STRING,
              "tags", ListType.create(SimpleType.STRING)));
  private static final StructType SESSION =
      object(
          "preloop.session",
          Map.of(
              "id", SimpleType.STRING,
              "source", SimpleType.STRING,
              "started_at", SimpleType.TIMESTAMP,
              "calls", SimpleType.INT));
  private static final StructType FLOW =
      object(
          "preloop.flow",
          Map.of(
              "id", SimpleType.STRING,
              "name", SimpleType.STRING,
              "execution_id", SimpleType.STRING));

  static final Map<Variable, CelType> FIXED =
      Map.ofEntries(
          Map.entry(Variable.TOOL, TOOL),
          Map.entry(Variable.RESOURCE, RESOURCE),
          Map.entry(Variable.PROMPT, PROMPT),
          Map.entry(Variable.MODEL, MODEL),
          Map.entry(Variable.REQUEST, REQUEST),
          Map.entry(Variable.COST, COST),
          Map.entry(Variable.PRINCIPAL, PRINCIPAL),
          Map.entry(Variable.AGENT, AGENT),
          Map.entry(Variable.SESSION, SESSION),
          Map.entry(Variable.FLOW, FLOW),
          Map.entry(Variable.JUSTIFICATION, SimpleType.STRING),
          Map.entry(Variable.NOW, SimpleType.TIMESTAMP));

  private static final Map<Primitive, List<CelVarDecl>> DECLARATIONS =
      Stream.of(Primitive.values())
          .collect(Collectors.toUnmodifiableMap(each -> each, VariableTypes::declared));

  private VariableTypes() {}

  /** The variables that rules about it can read. */
  static List<CelVarDecl> declarations(Primitive primitive) {
    return Objects.requireNonNull(DECLARATIONS.get(primitive));
  }

  private static List<CelVarDecl> declared(Primitive primitive) {
    return FIXED.entrySet().stream()
        .filter(each -> primitive.variables().contains(each.getKey()))
        .map(each -> CelVarDecl.newVarDeclaration(each.getKey().symbol(), each.getValue()))
        .toList();
  }

  static Stream<StructType> structs(Primitive primitive) {
    return declarations(primitive).stream()
        .map(CelVarDecl::type)
        .filter(StructType.class::isInstance)
        .map(StructType.class::cast);
  }

  static StructType object(String name, Map<String, ? extends CelType> fields) {
    ImmutableMap<String, CelType> known = ImmutableMap.copyOf(fields);
    return StructType.create(name, known.keySet(), field -> Optional.ofNullable(known.get(field)));
  }
}
