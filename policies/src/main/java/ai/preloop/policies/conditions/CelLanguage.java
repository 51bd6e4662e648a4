package ai.preloop.policies.conditions;

import ai.preloop.policies.functions.PolicyFunction;
import ai.preloop.policies.functions.RegexMatch;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelOptions;
import dev.cel.common.types.SimpleType;
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
import java.util.List;
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

  private final List<PolicyFunction> functions;
  private final CelCompiler dynamic;
  private final CelCompiler untyped;
  private final CelRuntime runtime;

  CelLanguage(List<PolicyFunction> functions) {
    this.functions = List.copyOf(functions);
    this.dynamic = declared().build();
    this.untyped = checker(Schema.UNKNOWN);
    this.runtime = runtime(functions);
  }

  /** The checker in which nothing is known but the variables' names: what runs is checked by it. */
  CelCompiler dynamic() {
    return dynamic;
  }

  /** The checker that knows a tool's arguments: what people write is checked by it. */
  CelCompiler typed(Schema schema) {
    return schema.equals(Schema.UNKNOWN) ? untyped : checker(schema);
  }

  private CelCompiler checker(Schema schema) {
    CelCompilerBuilder builder = undeclared().setTypeProvider(schema.types());
    VariableTypes.FIXED.forEach((variable, type) -> builder.addVar(variable.symbol(), type));
    return builder.addVar(Variable.ARGS.symbol(), schema.type()).build();
  }

  CelRuntime runtime() {
    return runtime;
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
}
