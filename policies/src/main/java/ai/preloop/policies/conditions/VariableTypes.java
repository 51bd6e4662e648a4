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
      Map.of(
          Variable.TOOL, TOOL,
          Variable.RESOURCE, RESOURCE,
          Variable.PROMPT, PROMPT,
          Variable.PRINCIPAL, PRINCIPAL,
          Variable.AGENT, AGENT,
          Variable.SESSION, SESSION,
          Variable.FLOW, FLOW,
          Variable.JUSTIFICATION, SimpleType.STRING,
          Variable.NOW, SimpleType.TIMESTAMP);

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
