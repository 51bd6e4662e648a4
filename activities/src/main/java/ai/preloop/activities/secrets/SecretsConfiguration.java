package ai.preloop.activities.secrets;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.secrets.vault.VaultKv;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The secret store of this installation: with a {@link VaultKv}, new values are kept by it. */
@Configuration(proxyBeanMethods = false)
public class SecretsConfiguration {

  @Bean
  SecretStore secretStore(Database database, Custodians custodians, Audit audit) {
    return new StoredSecrets(database, custodians, audit);
  }

  @Bean
  Custodians custodians(Database database, RootKey root, ObjectProvider<VaultKv> vault) {
    VaultKv kv = vault.getIfAvailable();
    return kv == null
        ? Custodians.local(root)
        : Custodians.vault(database, root, kv, System::nanoTime);
  }

  @Bean
  RootKeyCheck rootKeyCheck(Database database, RootKey root) {
    return new RootKeyCheck(database, root);
  }
}
