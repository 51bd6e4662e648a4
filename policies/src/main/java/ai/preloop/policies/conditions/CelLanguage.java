package ai.preloop.policies.conditions;

import ai.preloop.policies.functions.PolicyFunction;
import ai.preloop.policies.functions.RegexMatch;
import dev.cel.checker.CelCheckerBuilder;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.CelVarDecl;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensionLibrary.FeatureSet;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelListsExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.parser.CelParser;
import dev.cel.parser.CelParserFactory;
import dev.cel.parser.CelParserLibrary;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelRuntimeLibrary;
import dev.cel.runtime.CelStandardFunctions;
import java.util.EnumSet;
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

  private static final List<FeatureSet> EXTENSIONS =
      List.of(
          CelExtensions.strings(textFunctions()),
          CelExtensions.math(),
          CelExtensions.lists(listFunctions()),
          CelExtensions.sets(OPTIONS),
          CelExtensions.regex(),
          CelExtensions.encoders(OPTIONS),
          CelExtensions.optional());

  private static final List<CelVarDecl> DYNAMIC =
      Stream.of(Variable.values())
          .map(variable -> CelVarDecl.newVarDeclaration(variable.symbol(), SimpleType.DYN))
          .toList();

  private final Vocabulary vocabulary;
  private final CelParser parser;
  private final CelRuntime runtime;
  private final CheckedShapes dynamic = new CheckedShapes();
  private final CheckedShapes typed = new CheckedShapes();

  CelLanguage(List<PolicyFunction> functions) {
    this.vocabulary = new Vocabulary(OPTIONS, functions, EXTENSIONS);
    this.parser =
        CelParserFactory.standardCelParserBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addLibraries(extensions(CelParserLibrary.class))
            .build();
    this.runtime = runtime(functions);
  }

  CelValidationResult parse(String expression) {
    return parser.parse(expression);
  }

  /** Checks what runs: nothing is known but the variables' names. */
  CelValidationResult checkDynamically(CelAbstractSyntaxTree parsed) throws CelValidationException {
    return dynamic.check(
        "",
        parsed,
        each -> vocabulary.checkerOf(each).addVarDeclarations(DYNAMIC).build().check(each));
  }

  /** Checks what people write: a tool's arguments are known. */
  CelValidationResult check(CelAbstractSyntaxTree parsed, Schema schema)
      throws CelValidationException {
    return typed.check(schema.signature(), parsed, each -> checked(each, schema));
  }

  private CelValidationResult checked(CelAbstractSyntaxTree parsed, Schema schema) {
    CelCheckerBuilder checker =
        vocabulary
            .checkerOf(parsed)
            .setTypeProvider(schema.types())
            .addVarDeclarations(VariableTypes.declarations(schema.primitive()));
    if (schema.primitive().variables().contains(Variable.ARGS)) {
      checker.addVarDeclarations(
          CelVarDecl.newVarDeclaration(Variable.ARGS.symbol(), schema.type()));
    }
    return checker.build().check(parsed);
  }

  CelRuntime runtime() {
    return runtime;
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
    return Stream.of(StandardFunction.values())
        .filter(function -> names.contains(function.functionName()))
        .map(Enum::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static <T> List<T> extensions(Class<T> side) {
    return EXTENSIONS.stream().map(side::cast).toList();
  }

  /** All but {@code join}, which makes as long a text as it is told to. */
  private static Set<CelStringExtensions.Function> textFunctions() {
    return EnumSet.complementOf(EnumSet.of(CelStringExtensions.Function.JOIN));
  }

  /** All but {@code lists.range} and {@code flatten}, which have no limit there. */
  private static Set<CelListsExtensions.Function> listFunctions() {
    return Set.of(
        CelListsExtensions.Function.SLICE,
        CelListsExtensions.Function.DISTINCT,
        CelListsExtensions.Function.REVERSE,
        CelListsExtensions.Function.SORT,
        CelListsExtensions.Function.SORT_BY);
  }
}
