package ai.preloop.api.policies;

import ai.preloop.activities.policies.PolicyVersions;
import ai.preloop.policies.ownership.OwnedDocument;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Locale;

/** A version with its documents, as they were written. */
@Schema(name = "PolicyVersionContent")
record HeldAnswer(VersionAnswer version, List<DocumentAnswer> documents) {

  static HeldAnswer of(PolicyVersions.Held held) {
    return new HeldAnswer(
        VersionAnswer.of(held.version()),
        held.policy().documents().stream().map(DocumentAnswer::of).toList());
  }

  /** One owner's document. */
  @Schema(name = "PolicyDocument")
  record DocumentAnswer(
      String policyName, @Schema(allowableValues = {"yaml", "json"}) String format, String source) {

    static DocumentAnswer of(OwnedDocument document) {
      return new DocumentAnswer(
          document.owner(), document.format().name().toLowerCase(Locale.ROOT), document.source());
    }
  }
}
