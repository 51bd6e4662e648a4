package ai.preloop.activities.secrets;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.database.Database;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The secret store of this installation. */
@Configuration(proxyBeanMethods = false)
public class SecretsConfiguration {

  @Bean
  SecretStore secretStore(Database database, RootKey root, Audit audit) {
    return new LocalEncryptedSecrets(database, root, audit);
  }

  @Bean
  RootKeyCheck rootKeyCheck(Database database, RootKey root) {
    return new RootKeyCheck(database, root);
  }
}
