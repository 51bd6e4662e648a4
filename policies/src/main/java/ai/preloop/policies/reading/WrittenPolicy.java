package ai.preloop.policies.reading;

import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.syntax.Findings;
import ai.preloop.policies.syntax.StrictReader.Written;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A document of which the keys and values are read, but not yet what they refer to. */
public final class WrittenPolicy {

  private final ConditionDefects.Reader conditions;
  private final @Nullable Written written;
  private final @Nullable PolicyDocument document;
  private final Findings ofSyntax;

  WrittenPolicy(ConditionDefects.Reader conditions, @Nullable Written written, Findings findings) {
    this.conditions = conditions;
    this.written = written;
    this.document =
        written == null ? null : DocumentBuilder.build(written.fields(), findings.places());
    this.ofSyntax = findings;
  }

  /** Whose document it is; empty when that cannot be read. */
  public String owner() {
    return document == null ? "" : document.owner();
  }

  /** What it says as far as that can be read; nothing says yet that it is valid. */
  public Optional<PolicyDocument> document() {
    return Optional.ofNullable(document);
  }

  /** The other half of reading: what the document means where it is to hold. */
  public Reading in(Surroundings surroundings) {
    return written == null || document == null
        ? Reading.nothing(ofSyntax.sorted())
        : checked(written, document, surroundings);
  }

  private Reading checked(Written written, PolicyDocument document, Surroundings surroundings) {
    var findings = ofSyntax.copy();
    var tools = new KnownTools(surroundings.tools());
    new ReferenceCheck(document, surroundings, findings).run();
    new ClaimCheck(document, surroundings, findings).run();
    new ServerCheck(document, surroundings.names().secrets(), findings).run();
    new SignInCheck(document, written.source(), written.literals(), findings).run();
    new WorkflowCheck(document, surroundings, findings).run();
    new ChannelCheck(document, findings).run();
    new ToolCheck(document, surroundings, tools, findings).run();
    new ConditionCheck(new ConditionDefects(conditions), written.source(), tools, findings)
        .run(document);
    new SubjectCheck(findings).run(written.fields());
    new OutputCheck(findings).run(written.fields());
    return new Reading(
        findings.hasErrors() ? null : document,
        findings.sorted(),
        written.literals(),
        Unsupported.in(document));
  }
}
