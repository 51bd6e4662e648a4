package ai.preloop.activities.tasks;

import ai.preloop.activities.database.Database;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The rows of tasks. */
@Configuration(proxyBeanMethods = false)
public class TasksConfiguration {

  @Bean
  SessionTasks sessionTasks(Database database) {
    return new SessionTasks(database);
  }
}
