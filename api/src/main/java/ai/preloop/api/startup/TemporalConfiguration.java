package ai.preloop.api.startup;

import ai.preloop.activities.failures.ToldFailures;
import ai.preloop.api.startup.PreloopProperties.WorkerProperties;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.Jackson3JsonPayloadConverter;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.spring.boot.TemporalOptionsCustomizer;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How this product speaks to Temporal. */
@Configuration(proxyBeanMethods = false)
public class TemporalConfiguration {

  /**
   * No workflow is kept in memory, for which one is the least that the SDK takes: an approval waits
   * for a person and has a history of ten events, so that reading them again costs less than ten
   * thousand workflows at hand. Without a sticky queue the server also never gives a task that
   * lacks the events of before (temporal#7741).
   */
  private static final int CACHED_WORKFLOWS = 1;

  /** Payloads are small records of ids and instants. */
  @Bean
  DataConverter dataConverter() {
    return DefaultDataConverter.newDefaultInstance()
        .withPayloadConverterOverrides(new Jackson3JsonPayloadConverter());
  }

  @Bean
  TemporalOptionsCustomizer<WorkflowServiceStubsOptions.Builder> connection() {
    return new ConnectionCustomizer();
  }

  @Bean
  TemporalOptionsCustomizer<WorkerFactoryOptions.Builder> workerFactory() {
    return new WorkerFactoryCustomizer();
  }

  @Bean
  TemporalOptionsCustomizer<WorkerOptions.Builder> workers(PreloopProperties preloop) {
    return limited(preloop.workers());
  }

  static TemporalOptionsCustomizer<WorkerOptions.Builder> limited(WorkerProperties workers) {
    return new WorkerCustomizer(workers.activities(), workers.localActivities());
  }

  /**
   * A connection that nobody answers on is known for dead in 15 s and another is made; more often
   * than this a Temporal server does not let itself be asked.
   *
   * <p>Classes, because the starter finds a customizer's builder by its type argument.
   */
  private static final class ConnectionCustomizer
      implements TemporalOptionsCustomizer<WorkflowServiceStubsOptions.Builder> {

    @Override
    public WorkflowServiceStubsOptions.Builder customize(
        WorkflowServiceStubsOptions.Builder options) {
      return options
          .setKeepAliveTime(Duration.ofSeconds(10))
          .setKeepAliveTimeout(Duration.ofSeconds(5))
          .setConnectionBackoffResetFrequency(Duration.ofSeconds(3))
          .setChannelInitializer(channel -> channel.intercept(new PatientPolls()));
    }
  }

  private static final class WorkerFactoryCustomizer
      implements TemporalOptionsCustomizer<WorkerFactoryOptions.Builder> {

    @Override
    public WorkerFactoryOptions.Builder customize(WorkerFactoryOptions.Builder options) {
      return options
          .setUsingVirtualWorkflowThreads(true)
          .setWorkflowCacheSize(CACHED_WORKFLOWS)
          .setWorkerInterceptors(new ToldFailures());
    }
  }

  private record WorkerCustomizer(int activities, int localActivities)
      implements TemporalOptionsCustomizer<WorkerOptions.Builder> {

    @Override
    public WorkerOptions.Builder customize(WorkerOptions.Builder options) {
      return options
          .setUsingVirtualThreads(true)
          .setMaxConcurrentActivityExecutionSize(activities)
          .setMaxConcurrentLocalActivityExecutionSize(localActivities)
          .setStickyQueueScheduleToStartTimeout(Duration.ZERO)
          .setAllowActivityHeartbeatDuringShutdown(true);
    }
  }
}
