package ai.preloop.policies.ownership;

import ai.preloop.policies.documents.Claim;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.ownership.Change.Kind;
import ai.preloop.policies.ownership.Change.Part;
import java.util.List;

/** What an owner holds alone that others claim: {@code claims} are those of its own document. */
public record Holding(OwnedDocument document, List<Claim> claims) {

  public Holding {
    claims = List.copyOf(claims);
  }

  /** The source without it. */
  public Cut cut() {
    return Cut.of(document, claims);
  }

  /** Whether this says what the document says, but for what is claimed. */
  public boolean isRest(PolicyDocument other) {
    var expected = claims.stream().map(this::change).toList();
    return Comparison.contents(Content.of(document.document()), Content.of(other)).stream()
        .allMatch(expected::contains);
  }

  private Change change(Claim claim) {
    return switch (claim.kind()) {
      case WORKFLOW -> new Change(Kind.REMOVED, Part.APPROVAL_WORKFLOW, claim.name());
      case SERVER -> new Change(Kind.REMOVED, Part.SERVER, claim.name());
      case DEFAULTS -> new Change(Kind.REMOVED, Part.DEFAULTS, "");
      case DEFAULT_WORKFLOW ->
          new Change(
              Kind.CHANGED,
              Part.APPROVAL_WORKFLOW,
              document.document().approvalWorkflows().get(claim.index()).name());
    };
  }
}
