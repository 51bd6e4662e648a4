package ai.preloop.activities.sessions;

import ai.preloop.activities.database.Database;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The use cases of sessions. */
@Configuration(proxyBeanMethods = false)
public class SessionsConfiguration {

  @Bean
  McpSessions mcpSessions(Database database, SessionLimit limit) {
    return new McpSessions(database, limit);
  }

  @Bean
  ClientSessions clientSessions(McpSessions sessions) {
    return new ClientSessions(sessions);
  }
}
