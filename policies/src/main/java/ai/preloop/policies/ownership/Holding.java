package ai.preloop.policies.ownership;

import ai.preloop.policies.documents.Claim;
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
}
