package ai.preloop.policies.conditions;

import ai.preloop.policies.functions.PolicyFunction;
import ai.preloop.policies.functions.RegexMatch;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelOptions;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.compiler.CelCompilerLibrary;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelListsExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelRuntimeLibrary;
import dev.cel.runtime.CelStandardFunctions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** CEL as policies speak it: variables, extensions, our functions, and the budgets. */
final class CelLanguage {

  static final int SOURCE_LIMIT = 8 * 1024;
  static final int NESTING_LIMIT = 32;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .maxExpressionCodePointSize(SOURCE_LIMIT)
          .maxParseRecursionDepth(NESTING_LIMIT)
          .comprehensionMaxIterations(10_000)
          .maxRegexProgramSize(RegexMatch.PROGRAM_LIMIT)
          .build();

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

  private final List<PolicyFunction> functions;
  private final CelCompiler dynamic;
  private final CelRuntime runtime;

  CelLanguage(List<PolicyFunction> functions) {
    this.functions = List.copyOf(functions);
    this.dynamic = declared().build();
    this.runtime = runtime(functions);
  }

  /** The checker in which nothing is known but the variables' names: what runs is checked by it. */
  CelCompiler dynamic() {
    return dynamic;
  }

  /** The checker that knows a tool's arguments: what people write is checked by it. */
  CelCompiler typed(Schema schema) {
    variableTypes().values().forEach(type -> addStruct(schema, type));
    CelCompilerBuilder builder = undeclared().setTypeProvider(schema.types());
    variableTypes().forEach((variable, type) -> builder.addVar(variable.symbol(), type));
    return builder.addVar(Variable.ARGS.symbol(), schema.type()).build();
  }

  CelRuntime runtime() {
    return runtime;
  }

  private static void addStruct(Schema schema, CelType type) {
    if (type instanceof StructType struct) {
      schema.add(struct);
    }
  }

  static Map<Variable, CelType> variableTypes() {
    Map<Variable, CelType> types = new LinkedHashMap<>();
    types.put(Variable.TOOL, TOOL);
    types.put(Variable.PRINCIPAL, PRINCIPAL);
    types.put(Variable.AGENT, AGENT);
    types.put(Variable.SESSION, SESSION);
    types.put(Variable.FLOW, FLOW);
    types.put(Variable.JUSTIFICATION, SimpleType.STRING);
    types.put(Variable.NOW, SimpleType.TIMESTAMP);
    return types;
  }

  private CelCompilerBuilder declared() {
    CelCompilerBuilder builder = undeclared();
    for (Variable variable : Variable.values()) {
      builder.addVar(variable.symbol(), SimpleType.DYN);
    }
    return builder;
  }

  private CelCompilerBuilder undeclared() {
    Set<String> ours = replaced(functions);
    return CelCompilerFactory.standardCelCompilerBuilder()
        .setOptions(OPTIONS)
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .setStandardEnvironmentEnabled(false)
        .setStandardDeclarations(
            CelStandardDeclarations.newBuilder()
                .filterFunctions((function, overload) -> !ours.contains(function.name()))
                .build())
        .addFunctionDeclarations(functions.stream().map(PolicyFunction::declaration).toList())
        .addLibraries(extensions(CelCompilerLibrary.class));
  }

  private static CelRuntime runtime(List<PolicyFunction> functions) {
    Set<String> ours = replaced(functions);
    CelRuntimeBuilder builder =
        CelRuntimeFactory.plannerRuntimeBuilder()
            .setOptions(OPTIONS)
            .setStandardFunctions(
                CelStandardFunctions.newBuilder()
                    .filterFunctions((function, overload) -> !ours.contains(function.name()))
                    .build())
            .addLibraries(extensions(CelRuntimeLibrary.class));
    functions.forEach(function -> builder.addFunctionBindings(function.bindings()));
    return builder.build();
  }

  /** The standard's functions, by their constants' names, that ours stand in for. */
  private static Set<String> replaced(List<PolicyFunction> functions) {
    Set<String> names =
        functions.stream()
            .map(function -> function.declaration().name())
            .collect(Collectors.toUnmodifiableSet());
    return Stream.of(CelStandardDeclarations.StandardFunction.values())
        .filter(function -> names.contains(function.functionName()))
        .map(Enum::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static <T> List<T> extensions(Class<T> side) {
    List<Object> libraries = new ArrayList<>();
    libraries.add(CelExtensions.strings());
    libraries.add(CelExtensions.math());
    libraries.add(CelExtensions.lists(listFunctions()));
    libraries.add(CelExtensions.sets(OPTIONS));
    libraries.add(CelExtensions.regex());
    libraries.add(CelExtensions.encoders(OPTIONS));
    libraries.add(CelExtensions.optional());
    return libraries.stream().map(side::cast).toList();
  }

  /** All but {@code lists.range}, which has no limit there. */
  private static Set<CelListsExtensions.Function> listFunctions() {
    return Set.of(
        CelListsExtensions.Function.SLICE,
        CelListsExtensions.Function.FLATTEN,
        CelListsExtensions.Function.DISTINCT,
        CelListsExtensions.Function.REVERSE,
        CelListsExtensions.Function.SORT,
        CelListsExtensions.Function.SORT_BY);
  }

  private static StructType object(String name, Map<String, ? extends CelType> fields) {
    return Schema.struct(name, fields);
  }
}
