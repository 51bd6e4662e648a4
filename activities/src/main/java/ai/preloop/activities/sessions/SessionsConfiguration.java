package ai.preloop.activities.sessions;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.servers.UpstreamSessions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The use cases of sessions. */
@Configuration(proxyBeanMethods = false)
public class SessionsConfiguration {

  @Bean
  McpSessions mcpSessions(Database database, SessionLimit limit, UpstreamSessions upstream) {
    return new McpSessions(database, limit, upstream::end);
  }

  @Bean
  ClientSessions clientSessions(McpSessions sessions) {
    return new ClientSessions(sessions);
  }
}
