package ai.preloop.policies.reading;

import ai.preloop.policies.conditions.Beside;
import ai.preloop.policies.conditions.ConditionCompiler;
import ai.preloop.policies.conditions.Defect;
import ai.preloop.policies.conditions.Language;
import ai.preloop.policies.documents.Sources;
import ai.preloop.policies.syntax.Fields;
import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.syntax.Findings;
import ai.preloop.policies.syntax.Paths;
import ai.preloop.policies.syntax.Severity;
import ai.preloop.policies.syntax.Source;
import java.util.HashMap;
import java.util.Map;

/** Checks the entries of what is judged beside tools: of resources, of prompts and of models. */
final class BesideCheck {

  private static final ConditionCompiler COMPILER = new ConditionCompiler();

  private final Source source;
  private final ReferenceCheck references;
  private final Findings findings;

  BesideCheck(Source source, ReferenceCheck references, Findings findings) {
    this.source = source;
    this.references = references;
    this.findings = findings;
  }

  void run(Fields document) {
    for (var beside : Beside.values()) {
      Map<String, String> first = new HashMap<>();
      for (var entry : document.groups(beside.section())) {
        twice(entry, beside, first);
        entry(entry, beside);
      }
    }
  }

  /** A name that was wrong in itself has been reported already, and is empty here. */
  private void twice(Fields entry, Beside beside, Map<String, String> first) {
    var name = entry.text("name");
    var key = name + " (" + sourceOf(entry, beside) + ")";
    var before = name.isEmpty() ? null : first.putIfAbsent(key, entry.path());
    if (before != null) {
      findings.error(
          "name.duplicate",
          entry.path() + ".name",
          "`%s` is here already, at %s.".formatted(name, before));
    }
  }

  private void entry(Fields entry, Beside beside) {
    if (beside != Beside.MODELS) {
      references.source(Sources.meant(entry.textOrNull("source")), at(entry, "source"));
    }
    references.workflow(entry.textOrNull("approval_workflow"), at(entry, "approval_workflow"));
    for (var rule : entry.groups("conditions")) {
      references.workflow(rule.textOrNull("approval_workflow"), at(rule, "approval_workflow"));
      condition(rule, beside);
    }
  }

  private void condition(Fields rule, Beside beside) {
    var expression = rule.text("expression");
    if (!expression.isBlank()) {
      COMPILER
          .defects(expression, rule.choice("condition_type", Language.class), beside)
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

  private static String sourceOf(Fields entry, Beside beside) {
    var source = beside == Beside.MODELS ? null : Sources.meant(entry.textOrNull("source"));
    return source == null ? "" : source;
  }

  private static String at(Fields fields, String key) {
    return Paths.key(fields.path(), key);
  }
}
