package ai.preloop.activities.retention;

import ai.preloop.activities.database.Database;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The daily cleaning of this node. */
@Configuration(proxyBeanMethods = false)
public class RetentionConfiguration {

  @Bean
  Retention retention(Database database, MeterRegistry meters) {
    return new Retention(database, meters);
  }
}
