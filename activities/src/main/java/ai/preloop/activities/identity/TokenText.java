package ai.preloop.activities.identity;

/**
 * The text of a runtime token that this installation made, and the prefix of the key it narrows.
 */
record TokenText(String prefix, String text) {

  byte[] hash() {
    return KeyText.sha256(text);
  }

  @Override
  public String toString() {
    return "TokenText[of key " + prefix + "]";
  }
}
