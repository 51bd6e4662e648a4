package ai.preloop.api.crashes;

import ai.preloop.api.PreloopApplication;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.spring.boot.TemporalOptionsCustomizer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Scanner;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;

/** The product, which reads from its standard input when to die. */
final class MortalPreloop {

  private MortalPreloop() {}

  public static void main(String[] arguments) {
    Thread.ofPlatform().daemon().name("moments").start(MortalPreloop::listen);
    new SpringApplication(PreloopApplication.class, Mortality.class).run(arguments);
  }

  /** Until whoever started this is gone, and then this goes as well. */
  private static void listen() {
    try (Scanner lines = new Scanner(System.in, StandardCharsets.UTF_8)) {
      while (lines.hasNextLine()) {
        CrashPoint.choose(Moment.valueOf(lines.nextLine()));
      }
    }
    Runtime.getRuntime().halt(137);
  }

  /** Found by nobody who does not ask for it: it is no component. */
  static class Mortality {

    @Bean
    static BeanPostProcessor commits() {
      return new BeanPostProcessor() {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
          return bean instanceof DataSource pool && name.equals("tenantPool")
              ? new DyingConnections(pool)
              : bean;
        }
      };
    }

    @Bean
    TemporalOptionsCustomizer<WorkflowServiceStubsOptions.Builder> calls() {
      return options -> options.setGrpcClientInterceptors(List.of(new DyingCalls()));
    }
  }
}
