package ai.preloop.activities.json;

import org.jspecify.annotations.Nullable;

/** A body that is not taken, with the JSON-RPC code and the sentence that say why. */
public final class MalformedMessage extends RuntimeException {

  private final Kind kind;
  private final transient @Nullable JsonSlice id;

  public MalformedMessage(Kind kind, String sentence) {
    this(kind, sentence, null);
  }

  public MalformedMessage(Kind kind, String sentence, @Nullable JsonSlice id) {
    super(sentence, null, false, false);
    this.kind = kind;
    this.id = id;
  }

  public Kind kind() {
    return kind;
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }

  /** The id of the request at fault, where it could be read. */
  public @Nullable JsonSlice id() {
    return id;
  }

  /** What is wrong; the code is JSON-RPC's (specification 2.0, section 5.1). */
  public enum Kind {
    NOT_JSON(-32700),
    DUPLICATE_NAME(-32600),
    TOO_LARGE(-32600),
    TOO_DEEP(-32600),
    BATCH(-32600),
    INVALID_REQUEST(-32600),
    INVALID_PARAMS(-32602);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    public int code() {
      return code;
    }
  }
}
