package ai.preloop.activities.embedded;

/** The servers that can be run as children of the product, named as people know them. */
public enum EmbeddedServer {
  POSTGRESQL("PostgreSQL"),
  TEMPORAL("Temporal");

  private final String title;

  EmbeddedServer(String title) {
    this.title = title;
  }

  /** As people know it. */
  public String title() {
    return title;
  }
}
