package ai.preloop.activities.secrets;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.secrets.vault.VaultKv;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;

/** Who keeps which values: each row says who has its own, and new ones go to Vault where it is. */
final class Custodians implements InitializingBean, DisposableBean {

  private final Custodian local;
  private final Custodian vault;
  private final Optional<ForgottenSecrets> forgotten;

  private Custodians(Custodian local, Custodian vault, Optional<ForgottenSecrets> forgotten) {
    this.local = local;
    this.vault = vault;
    this.forgotten = forgotten;
  }

  static Custodians local(RootKey root) {
    return new Custodians(new LocalCustodian(root), new VaultOff(), Optional.empty());
  }

  static Custodians vault(Database database, RootKey root, VaultKv kv, LongSupplier nanoTime) {
    VaultCustodian vault = new VaultCustodian(kv, root, nanoTime);
    kv.whenBack(new AfterAbsence(database));
    return new Custodians(
        new LocalCustodian(root), vault, Optional.of(new ForgottenSecrets(database, vault)));
  }

  /** Who has this row's value. */
  Custodian of(SealedSecret sealed) {
    return switch (sealed.custody) {
      case LOCAL_ENCRYPTED -> local;
      case VAULT_KV_V2 -> vault;
    };
  }

  /** Who takes new values. */
  Custodian forNew() {
    return forgotten.isPresent() ? vault : local;
  }

  /** Inside the transaction that leaves a value without a row. */
  void eraseAfterCommit() {
    forgotten.ifPresent(ForgottenSecrets::eraseAfterCommit);
  }

  @Override
  public void afterPropertiesSet() {
    forgotten.ifPresent(ForgottenSecrets::start);
  }

  @Override
  public void destroy() {
    forgotten.ifPresent(ForgottenSecrets::stop);
  }
}
