package ai.preloop.policies.documents;

import ai.preloop.policies.conditions.ConditionCompiler;

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
    var source = Source.decode(bytes, findings);
    var root = source == null ? null : TreeReader.read(source, findings);
    return source == null || root == null
        ? Reading.nothing(findings.sorted())
        : check(source, root, surroundings, findings);
  }

  private Reading check(Source source, Node root, Surroundings surroundings, Findings findings) {
    var shapes = new ShapeCheck(findings, surroundings.environment());
    var fields = shapes.document(root);
    var document = DocumentBuilder.build(fields, findings.places());
    new ReferenceCheck(document, surroundings, findings).run();
    new ClaimCheck(document, surroundings, findings).run();
    new ServerCheck(document, findings, shapes.literals()).run();
    new WorkflowCheck(document, findings).run();
    new ToolCheck(document, surroundings, findings).run();
    new ConditionCheck(compiler, source, surroundings, findings).run(document);
    return new Reading(
        findings.hasErrors() ? null : document,
        findings.sorted(),
        shapes.literals(),
        Unsupported.in(document));
  }
}
