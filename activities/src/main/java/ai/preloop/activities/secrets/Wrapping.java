package ai.preloop.activities.secrets;

import javax.crypto.SecretKey;

/** The key that wraps the data keys of one store's rows: those of another do not open with it. */
record Wrapping(Custody custody, SecretKey key) {

  static Wrapping of(Custody custody, RootKey root) {
    return new Wrapping(custody, root.derive(custody.word(), "AES"));
  }

  @Override
  public String toString() {
    return "Wrapping[" + custody + "]";
  }
}
