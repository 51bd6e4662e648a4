package ai.preloop.policies.reading;

import ai.preloop.policies.conditions.Defect;
import ai.preloop.policies.conditions.Language;
import ai.preloop.policies.conditions.Primitive;
import ai.preloop.policies.documents.Entries;
import ai.preloop.policies.documents.KnownTool;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.documents.Rule;
import ai.preloop.policies.reading.ConditionDefects.Typed;
import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.syntax.Findings;
import ai.preloop.policies.syntax.Paths;
import ai.preloop.policies.syntax.Severity;
import ai.preloop.policies.syntax.Source;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks every condition, a tool's against the schemas of those that it is for, and puts what is
 * wrong where it is written.
 */
final class ConditionCheck {

  static final int MOST_CONDITIONS = 20_000;

  /** A star may fit thousands of tools: fewer of them are tried where there are many conditions. */
  private static final int MOST_SCHEMAS = 20;

  private static final int MOST_CHECKS = 40_000;

  private final ConditionDefects defects;
  private final Source source;
  private final KnownTools tools;
  private final Findings findings;
  private int mostSchemas = MOST_SCHEMAS;

  ConditionCheck(ConditionDefects defects, Source source, KnownTools tools, Findings findings) {
    this.defects = defects;
    this.source = source;
    this.tools = tools;
    this.findings = findings;
  }

  /** A condition as it is written, for one tool or for all that a star fits. */
  private record Written(
      Entries.Located entry, Rule.Condition condition, String path, List<Finding> found) {

    boolean isWildcard() {
      return entry.entry().name().endsWith("*");
    }
  }

  void run(PolicyDocument document) {
    var entries = Entries.all(document);
    int conditions = entries.stream().mapToInt(each -> each.entry().conditions().size()).sum();
    if (conditions > MOST_CONDITIONS) {
      findings.error(
          "document.too_large",
          Paths.ROOT,
          "A document has at most %d conditions.".formatted(MOST_CONDITIONS));
      return;
    }
    mostSchemas = Math.clamp(MOST_CHECKS / Math.max(1, conditions), 1, MOST_SCHEMAS);
    entries.parallelStream().map(this::found).toList().forEach(each -> each.forEach(findings::add));
  }

  private List<Finding> found(Entries.Located entry) {
    var found = new ArrayList<Finding>();
    var types = types(entry);
    for (var rule : entry.entry().conditions()) {
      if (rule.condition() != null) {
        var path = entry.rule(rule) + ".expression";
        check(new Written(entry, rule.condition(), path, found), types);
      }
    }
    return found;
  }

  /** The different schemas of the tools that an entry fits, each with one of these tools. */
  private Collection<Typed> types(Entries.Located entry) {
    if (entry.primitive() != Primitive.TOOL) {
      return List.of();
    }
    var types = new LinkedHashMap<Integer, Typed>();
    var fitting = tools.fitting(entry.entry()).iterator();
    while (fitting.hasNext() && types.size() < mostSchemas) {
      var tool = fitting.next();
      if (tool.shape() != KnownTools.NO_SHAPE) {
        types.computeIfAbsent(tool.shape(), _ -> Typed.of(tool));
      }
    }
    return types.values();
  }

  /** What checks against a schema checks without one, so that is asked only where none fits. */
  private void check(Written written, Collection<Typed> types) {
    var asked = defects.of(written.condition(), written.entry().primitive());
    var attempts = new LinkedHashMap<KnownTool, List<Defect>>();
    if (mayReadArguments(written.condition())) {
      types.forEach(each -> attempts.put(each.tool(), asked.against(each)));
    }
    var general =
        attempts.values().stream()
            .filter(each -> !broken(each))
            .findFirst()
            .orElseGet(asked::untyped);
    general.forEach(defect -> report(defect, defect.error(), "", written));
    if (!broken(general)) {
      typed(written, attempts, new HashSet<>(general));
    }
  }

  /** What is simple reads nothing else, and need not name them. */
  private static boolean mayReadArguments(Rule.Condition condition) {
    return condition.language() == Language.SIMPLE || condition.expression().contains("args");
  }

  /**
   * A wildcard fits tools of many shapes, so it is wrong only where it checks against none of them;
   * for the others it runs with dynamic types, which is worth a warning.
   */
  private void typed(Written written, Map<KnownTool, List<Defect>> attempts, Set<Defect> seen) {
    var hard = !written.isWildcard() || fitsNone(attempts.values());
    attempts.forEach((tool, found) ->
        found.stream()
            .filter(seen::add)
            .forEach(each -> report(each, each.error() && hard, named(tool), written)));
  }

  private boolean fitsNone(Collection<List<Defect>> attempts) {
    return attempts.size() < mostSchemas && attempts.stream().allMatch(ConditionCheck::broken);
  }

  private static boolean broken(List<Defect> defects) {
    return defects.stream().anyMatch(Defect::error);
  }

  private static String named(KnownTool tool) {
    return " (for `%s` of `%s`)".formatted(tool.name(), tool.server());
  }

  private void report(Defect defect, boolean error, String about, Written written) {
    var start = findings.positionOf(written.path());
    var expression = written.condition().expression();
    written
        .found()
        .add(
            new Finding(
                error ? Severity.ERROR : Severity.WARNING,
                defect.code(),
                written.path(),
                source.within(start, expression, defect.line(), defect.column()),
                defect.message() + about));
  }
}
