package ai.preloop.activities.policies;

import ai.preloop.policies.documents.Claim;
import ai.preloop.policies.ownership.Holding;
import ai.preloop.policies.ownership.OwnedDocument;
import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.syntax.Position;
import ai.preloop.policies.syntax.Severity;
import java.util.List;
import java.util.stream.Collectors;

/** What is taken from an owner, and what is left of the owner's document. */
record Taken(Holding from, OwnedDocument rest, boolean keepsComments) {

  String owner() {
    return rest.owner();
  }

  /** {@code approval workflow `review`}, for each. */
  List<String> things() {
    return from.claims().stream().map(Claim::described).toList();
  }

  List<Finding> findings() {
    return keepsComments
        ? List.of()
        : List.of(
            new Finding(
                Severity.WARNING,
                "document.rewritten",
                "$",
                Position.UNKNOWN,
                "The document of `%s` is written anew without %s, since that could not be cut out of its text: its comments are gone."
                    .formatted(owner(), things().stream().collect(Collectors.joining(", ")))));
  }
}
