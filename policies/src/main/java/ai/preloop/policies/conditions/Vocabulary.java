package ai.preloop.policies.conditions;

import ai.preloop.policies.functions.PolicyFunction;
import dev.cel.checker.CelCheckerBuilder;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelVarDecl;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensionLibrary.FeatureSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The functions that conditions can call. A check declares only those that its expression calls: to
 * declare them all, each overload against the others, takes far longer than the check itself.
 */
final class Vocabulary {

  /** Declared always, because to name no standard function means all of them. */
  private static final StandardFunction ALWAYS = StandardFunction.LOGICAL_AND;

  private final CelOptions options;
  private final Map<String, List<StandardFunction>> standard = new HashMap<>();
  private final Map<String, List<CelFunctionDecl>> added = new HashMap<>();
  private final List<CelVarDecl> names = new ArrayList<>();

  /** {@code ours} stand in for functions of the standard that have their names. */
  Vocabulary(CelOptions options, List<PolicyFunction> ours, List<? extends FeatureSet> extensions) {
    this.options = options;
    List<CelFunctionDecl> own = ours.stream().map(PolicyFunction::declaration).toList();
    Set<String> replaced =
        own.stream().map(CelFunctionDecl::name).collect(Collectors.toUnmodifiableSet());
    Stream.of(StandardFunction.values())
        .filter(function -> !replaced.contains(function.functionName()))
        .forEach(function -> put(standard, function.functionName(), function));
    own.forEach(function -> put(added, function.name(), function));
    for (FeatureSet extension : extensions) {
      extension.functions().forEach(function -> put(added, function.name(), function));
      names.addAll(extension.variables());
    }
  }

  /** What checks this expression, once its variables are declared. */
  CelCheckerBuilder checkerOf(CelAbstractSyntaxTree parsed) {
    Set<String> called =
        References.nodes(parsed, Kind.CALL)
            .map(node -> simpleName(node.expr().call().function()))
            .collect(Collectors.toSet());
    List<StandardFunction> ofStandard = new ArrayList<>(List.of(ALWAYS));
    List<CelFunctionDecl> others = new ArrayList<>();
    for (String name : called) {
      ofStandard.addAll(standard.getOrDefault(name, List.of()));
      others.addAll(added.getOrDefault(name, List.of()));
    }
    return CelCompilerFactory.standardCelCheckerBuilder()
        .setOptions(options)
        .setStandardEnvironmentEnabled(false)
        .setStandardDeclarations(
            CelStandardDeclarations.newBuilder().includeFunctions(ofStandard).build())
        .addFunctionDeclarations(others)
        .addVarDeclarations(names);
  }

  private static <T> void put(Map<String, List<T>> byName, String function, T declaration) {
    byName.computeIfAbsent(simpleName(function), _ -> new ArrayList<>()).add(declaration);
  }

  /** {@code lists.range} is read as a call of {@code range}; only the checker knows better. */
  private static String simpleName(String function) {
    return function.substring(function.lastIndexOf('.') + 1);
  }
}
