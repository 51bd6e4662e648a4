package ai.preloop.activities.policies;

import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.ownership.OwnedDocument;
import ai.preloop.policies.reading.HeldCredential;
import ai.preloop.policies.reading.Reading;
import ai.preloop.policies.syntax.Finding;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A document as it was read and as it would be kept, and the credentials that stood in it; {@code
 * owner} is empty where that cannot be read.
 */
record ReadDocument(
    String owner, String source, Reading reading, List<HeldCredential> credentials) {

  ReadDocument {
    credentials = List.copyOf(credentials);
  }

  ReadDocument taken(UnaryOperator<Reading> how) {
    return new ReadDocument(owner, source, how.apply(reading), credentials);
  }

  /** Empty where it has errors. */
  Optional<OwnedDocument> document() {
    PolicyDocument document = reading.document();
    return document == null ? Optional.empty() : Optional.of(OwnedDocument.of(source, document));
  }

  List<Finding> findings() {
    return reading.findings();
  }
}
