package ai.preloop.api.startup;

import ai.preloop.activities.secrets.vault.VaultKv;
import ai.preloop.api.health.ReadinessPart;
import java.util.Optional;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Vault as the place of secrets, where the operator has it so. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "preloop.vault.enabled", havingValue = "true")
public class VaultConfiguration {

  @Bean(initMethod = "start", destroyMethod = "close")
  VaultKv vaultKv(VaultProperties vault, PreloopProperties preloop) {
    return new VaultKv(vault.settings(preloop.isProduction()), System::nanoTime);
  }

  /** A warning: another node would do no better, and what needs no secret goes on. */
  @Bean
  ReadinessPart secretStorePart(VaultKv vault) {
    return new ReadinessPart() {

      @Override
      public String name() {
        return "secret_store";
      }

      @Override
      public boolean isReady() {
        return true;
      }

      @Override
      public Optional<String> problem() {
        return vault.problem();
      }
    };
  }
}
