package ai.preloop.policies.syntax;

/** Where something stands in a document's source; lines and columns count from 1, 0 is unknown. */
public record Position(int line, int column) {

  public static final Position UNKNOWN = new Position(0, 0);
}
