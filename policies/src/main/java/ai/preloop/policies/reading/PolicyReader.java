package ai.preloop.policies.reading;

import ai.preloop.policies.conditions.ConditionCompiler;
import ai.preloop.policies.syntax.Findings;
import ai.preloop.policies.syntax.StrictReader;
import ai.preloop.policies.syntax.StrictReader.Written;

/** Reads a policy document and says everything there is to say about it at once. */
public final class PolicyReader {

  private final ConditionCheck.Compiler compiler;

  public PolicyReader() {
    this(new ConditionCompiler()::compile);
  }

  PolicyReader(ConditionCheck.Compiler compiler) {
    this.compiler = compiler;
  }

  /** {@code bytes} are YAML 1.2 or JSON, UTF-8, at most 1 MiB; nothing in them is ever executed. */
  public Reading read(byte[] bytes, Surroundings surroundings) {
    var findings = new Findings();
    var written = StrictReader.read(bytes, Keys.DOCUMENT, surroundings.environment(), findings);
    return written == null
        ? Reading.nothing(findings.sorted())
        : check(written, surroundings, findings);
  }

  private Reading check(Written written, Surroundings surroundings, Findings findings) {
    var document = DocumentBuilder.build(written.fields(), findings.places());
    new ReferenceCheck(document, surroundings, findings).run();
    new ClaimCheck(document, surroundings, findings).run();
    new ServerCheck(document, findings, written.literals()).run();
    new WorkflowCheck(document, findings).run();
    new ToolCheck(document, surroundings, findings).run();
    new ConditionCheck(compiler, written.source(), surroundings, findings).run(document);
    return new Reading(
        findings.hasErrors() ? null : document,
        findings.sorted(),
        written.literals(),
        Unsupported.in(document));
  }
}
