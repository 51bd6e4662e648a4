package ai.preloop.api.startup;

import ai.preloop.api.health.ReadinessPart;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The parts of a node that have to do with Temporal, as {@code /health/ready} names them. */
@Configuration(proxyBeanMethods = false)
public class ReadinessConfiguration {

  @Bean
  ReadinessPart temporalPart(TemporalWatch temporal) {
    return part("temporal", temporal::answers);
  }

  @Bean
  ReadinessPart workersPart(WorkerLifecycle workers) {
    return part("workers", workers::isStarted);
  }

  private static ReadinessPart part(String name, Check check) {
    return new ReadinessPart() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public boolean isReady() {
        return check.holds();
      }
    };
  }

  /** Answers at once, from what is known already. */
  private interface Check {
    boolean holds();
  }
}
