package ai.preloop.api.startup;

import ai.preloop.activities.approvals.RequiredAttributes;
import ai.preloop.api.health.ReadinessPart;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The parts of a node that have to do with Temporal, as {@code /health/ready} names them. */
@Configuration(proxyBeanMethods = false)
public class ReadinessConfiguration {

  @Bean
  ReadinessPart temporalPart(TemporalWatch temporal, RequiredAttributes attributes) {
    return new Part(
        "temporal",
        () -> temporal.answers() && attributes.problem().isEmpty(),
        attributes::problem);
  }

  @Bean
  ReadinessPart workersPart(WorkerLifecycle workers) {
    return new Part("workers", workers::isStarted, Optional::empty);
  }

  /** Answers at once, from what is known already. */
  private record Part(String name, BooleanSupplier ready, Supplier<Optional<String>> wrong)
      implements ReadinessPart {

    @Override
    public boolean isReady() {
      return ready.getAsBoolean();
    }

    @Override
    public Optional<String> problem() {
      return wrong.get();
    }
  }
}
