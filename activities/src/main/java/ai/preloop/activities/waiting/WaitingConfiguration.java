package ai.preloop.activities.waiting;

import ai.preloop.activities.database.Database;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The parts that hold calls open. */
@Configuration(proxyBeanMethods = false)
public class WaitingConfiguration {

  @Bean
  Waiters waiters(Database database, MeterRegistry meters) {
    Waiters waiters = new Waiters(database);
    Gauge.builder("preloop.calls.held", waiters, Waiters::count)
        .description("Calls that are held open on this node")
        .register(meters);
    return waiters;
  }

  @Bean
  Cancellations callCancellations(Database database, Waiters waiters) {
    return new Cancellations(database, waiters);
  }

  @Bean
  ClientPatience clientPatience(
      Database database, @Value("${preloop.calls.longest-hold}") Duration longest) {
    return new ClientPatience(database, longest);
  }
}
