package ai.preloop.policies.documents;

import ai.preloop.policies.syntax.Position;
import java.util.Locale;

/** Rules for one caller, beside everybody's. */
public record SubjectEntry(Type type, String name, EntryLists entries, Position position) {

  /** The same without where it stands, for comparing what is said. */
  public SubjectEntry unplaced() {
    return new SubjectEntry(type, name, entries.unplaced(), Position.UNKNOWN);
  }

  /** What tells it from the other subjects of its owner: {@code nightly-job (api_key)}. */
  public String key() {
    return name.isEmpty() ? "" : name + " (" + type.name().toLowerCase(Locale.ROOT) + ")";
  }

  /** The kinds of caller that a policy can name. */
  public enum Type {
    API_KEY("API key"),
    AGENT("agent"),
    FLOW("flow");

    private final String described;

    Type(String described) {
      this.described = described;
    }

    /** As a person calls it. */
    public String described() {
      return described;
    }
  }
}
