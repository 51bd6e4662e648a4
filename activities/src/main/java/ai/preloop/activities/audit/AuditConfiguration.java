package ai.preloop.activities.audit;

import ai.preloop.activities.database.Database;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The ledger's writer and its reader. */
@Configuration(proxyBeanMethods = false)
public class AuditConfiguration {

  @Bean
  Audit audit(Database database, MeterRegistry meters) {
    return new Audit(database, meters, AuditSettings.DEFAULT);
  }

  @Bean
  AuditLog auditLog(Database database) {
    return new AuditLog(database);
  }
}
