package ai.preloop.policies.reading;

import ai.preloop.policies.conditions.Compilation;
import ai.preloop.policies.conditions.Defect;
import ai.preloop.policies.conditions.Language;
import ai.preloop.policies.documents.Entries;
import ai.preloop.policies.documents.KnownTool;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.documents.Rule;
import ai.preloop.policies.documents.ToolEntry;
import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.syntax.Findings;
import ai.preloop.policies.syntax.Severity;
import ai.preloop.policies.syntax.Source;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compiles every condition against the schemas of the tools that it is for, and puts what is wrong
 * where it is written.
 */
final class ConditionCheck {

  /** A compilation takes milliseconds, and a star may fit thousands of tools. */
  private static final int MOST_SCHEMAS = 20;

  private final Compiler compiler;
  private final Source source;
  private final Surroundings surroundings;
  private final Findings findings;
  private final Map<Attempt, List<Defect>> compiled = new HashMap<>();

  ConditionCheck(Compiler compiler, Source source, Surroundings surroundings, Findings findings) {
    this.compiler = compiler;
    this.source = source;
    this.surroundings = surroundings;
    this.findings = findings;
  }

  /** What compiles an expression; the schema is null when it is not known. */
  @FunctionalInterface
  interface Compiler {
    Compilation compile(
        String expression, Language language, @Nullable Map<String, Object> inputSchema);
  }

  private record Attempt(Rule.Condition condition, @Nullable Map<String, Object> schema) {}

  /** A condition as it is written, for one tool or for all that a star fits. */
  private record Written(Rule.Condition condition, String path, boolean wildcard) {}

  void run(PolicyDocument document) {
    for (var tool : Entries.tools(document)) {
      var schemas = schemas(tool.entry());
      var wildcard = tool.entry().name().endsWith("*");
      for (var rule : tool.entry().conditions()) {
        if (rule.condition() != null) {
          var path = tool.rule(rule) + ".expression";
          check(new Written(rule.condition(), path, wildcard), schemas);
        }
      }
    }
  }

  /** The different schemas of the tools that an entry fits, each with one of these tools. */
  private Map<Map<String, Object>, KnownTool> schemas(ToolEntry entry) {
    var schemas = new LinkedHashMap<Map<String, Object>, KnownTool>();
    for (var tool : surroundings.tools()) {
      if (schemas.size() < MOST_SCHEMAS && !tool.inputSchema().isEmpty() && entry.fits(tool)) {
        schemas.putIfAbsent(tool.inputSchema(), tool);
      }
    }
    return schemas;
  }

  private void check(Written written, Map<Map<String, Object>, KnownTool> schemas) {
    var untyped = compile(written.condition(), null);
    untyped.forEach(defect -> report(defect, defect.error(), "", written));
    if (!broken(untyped) && written.condition().expression().contains("args")) {
      typed(written, schemas, new HashSet<>(untyped));
    }
  }

  /**
   * A wildcard fits tools of many shapes, so it is wrong only where it checks against none of them;
   * for the others it runs with dynamic types, which is worth a warning.
   */
  private void typed(
      Written written, Map<Map<String, Object>, KnownTool> schemas, Set<Defect> seen) {
    var attempts = new LinkedHashMap<KnownTool, List<Defect>>();
    schemas.forEach((schema, tool) -> attempts.put(tool, compile(written.condition(), schema)));
    var hard = !written.wildcard() || fitsNone(attempts.values());
    attempts.forEach((tool, defects) ->
        defects.stream()
            .filter(seen::add)
            .forEach(each -> report(each, each.error() && hard, named(tool), written)));
  }

  private static boolean fitsNone(Collection<List<Defect>> attempts) {
    return attempts.size() < MOST_SCHEMAS && attempts.stream().allMatch(ConditionCheck::broken);
  }

  private static boolean broken(List<Defect> defects) {
    return defects.stream().anyMatch(Defect::error);
  }

  private static String named(KnownTool tool) {
    return " (for `%s` of `%s`)".formatted(tool.name(), tool.server());
  }

  private List<Defect> compile(Rule.Condition condition, @Nullable Map<String, Object> schema) {
    return compiled.computeIfAbsent(
        new Attempt(condition, schema),
        attempt ->
            compiler.compile(condition.expression(), condition.language(), schema).defects());
  }

  private void report(Defect defect, boolean error, String about, Written written) {
    var start = findings.positionOf(written.path());
    var expression = written.condition().expression();
    findings.add(
        new Finding(
            error ? Severity.ERROR : Severity.WARNING,
            defect.code(),
            written.path(),
            source.within(start, expression, defect.line(), defect.column()),
            defect.message() + about));
  }
}
