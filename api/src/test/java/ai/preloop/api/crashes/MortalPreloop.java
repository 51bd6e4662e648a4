package ai.preloop.api.crashes;

import ai.preloop.api.PreloopApplication;
import com.zaxxer.hikari.HikariDataSource;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.spring.boot.TemporalOptionsCustomizer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Scanner;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;

/** The product, which reads from its standard input where to stop until something was killed. */
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
        obey(lines.nextLine());
      }
    }
    Runtime.getRuntime().halt(137);
  }

  private static void obey(String line) {
    if (line.equals(MortalProcess.GO_ON)) {
      CrashPoint.letGo();
    } else {
      CrashPoint.hold(Moment.valueOf(line));
    }
  }

  /** Found by nobody who does not ask for it: it is no component. */
  static class Mortality {

    @Bean
    static BeanPostProcessor commits() {
      return new BeanPostProcessor() {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
          return bean instanceof HikariDataSource pool && name.equals("tenantPool")
              ? new HeldConnections(roomy(pool))
              : bean;
        }
      };
    }

    /** What is held at a commit keeps its connection. */
    private static DataSource roomy(HikariDataSource pool) {
      pool.setMaximumPoolSize(pool.getMaximumPoolSize() + Moment.values().length);
      return pool;
    }

    @Bean
    TemporalOptionsCustomizer<WorkflowServiceStubsOptions.Builder> calls() {
      return options -> options.setGrpcClientInterceptors(List.of(new HeldCalls()));
    }
  }
}
