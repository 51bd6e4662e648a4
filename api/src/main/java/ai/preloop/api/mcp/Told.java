package ai.preloop.api.mcp;

import org.jspecify.annotations.Nullable;

/**
 * What a call is told: a tool's result, whoever made it, and the sentence that it says where it is
 * of our own making; {@code isWhole} when nothing more will ever be known.
 */
record Told(byte[] result, @Nullable String sentence, boolean isWhole) {

  /** A server's own result. */
  static Told passedOn(byte[] result) {
    return new Told(result, null, true);
  }
}
