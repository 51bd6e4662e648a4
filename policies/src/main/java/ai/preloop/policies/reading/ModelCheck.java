package ai.preloop.policies.reading;

import ai.preloop.policies.conditions.ConditionCompiler;
import ai.preloop.policies.conditions.Defect;
import ai.preloop.policies.conditions.Language;
import ai.preloop.policies.syntax.Fields;
import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.syntax.Findings;
import ai.preloop.policies.syntax.Paths;
import ai.preloop.policies.syntax.Severity;
import ai.preloop.policies.syntax.Source;
import java.util.HashMap;
import java.util.Map;

/** Checks the entries of models, which are judged beside what MCP servers offer. */
final class ModelCheck {

  private static final ConditionCompiler COMPILER = new ConditionCompiler();

  private final Source source;
  private final ReferenceCheck references;
  private final Findings findings;

  ModelCheck(Source source, ReferenceCheck references, Findings findings) {
    this.source = source;
    this.references = references;
    this.findings = findings;
  }

  void run(Fields document) {
    Map<String, String> first = new HashMap<>();
    for (var entry : document.groups("models")) {
      twice(entry, first);
      entry(entry);
    }
  }

  /** A name that was wrong in itself has been reported already, and is empty here. */
  private void twice(Fields entry, Map<String, String> first) {
    var name = entry.text("name");
    var before = name.isEmpty() ? null : first.putIfAbsent(name, entry.path());
    if (before != null) {
      findings.error(
          "name.duplicate",
          entry.path() + ".name",
          "`%s` is here already, at %s.".formatted(name, before));
    }
  }

  private void entry(Fields entry) {
    references.workflow(entry.textOrNull("approval_workflow"), at(entry, "approval_workflow"));
    for (var rule : entry.groups("conditions")) {
      references.workflow(rule.textOrNull("approval_workflow"), at(rule, "approval_workflow"));
      condition(rule);
    }
  }

  private void condition(Fields rule) {
    var expression = rule.text("expression");
    if (!expression.isBlank()) {
      COMPILER
          .defectsOfModels(expression, rule.choice("condition_type", Language.class))
          .forEach(defect -> report(defect, at(rule, "expression"), expression));
    }
  }

  private void report(Defect defect, String path, String expression) {
    findings.add(
        new Finding(
            defect.error() ? Severity.ERROR : Severity.WARNING,
            defect.code(),
            path,
            source.within(findings.positionOf(path), expression, defect.line(), defect.column()),
            defect.message()));
  }

  private static String at(Fields fields, String key) {
    return Paths.key(fields.path(), key);
  }
}
