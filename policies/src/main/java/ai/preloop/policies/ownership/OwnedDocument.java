package ai.preloop.policies.ownership;

import ai.preloop.policies.documents.PolicyDocument;

/** One owner's document: the source as it was given, comments and all, and what it means. */
public record OwnedDocument(Format format, String source, PolicyDocument document) {

  /** How the source is written. */
  public enum Format {
    YAML,
    JSON
  }

  public String owner() {
    return document.owner();
  }
}
