package ai.preloop.activities.secrets;

/** Which store has a secret's value, as the row and the API name it. */
public enum Custody {
  LOCAL_ENCRYPTED("local_encrypted"),
  VAULT_KV_V2("vault_kv_v2");

  private final String word;

  Custody(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  static Custody of(String word) {
    return word.equals(VAULT_KV_V2.word) ? VAULT_KV_V2 : LOCAL_ENCRYPTED;
  }
}
