package ai.preloop.api.health;

import ai.preloop.activities.database.Revisions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The parts whose state is known here. */
@Configuration(proxyBeanMethods = false)
class HealthConfiguration {

  /** The database, as lately as calls trust it. */
  @Bean
  ReadinessPart databaseReadiness(Revisions revisions) {
    return new ReadinessPart() {

      @Override
      public String name() {
        return "database";
      }

      @Override
      public boolean isReady() {
        return revisions.isConfirmed();
      }
    };
  }
}
