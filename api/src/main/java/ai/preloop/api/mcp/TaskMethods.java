package ai.preloop.api.mcp;

import ai.preloop.activities.mcp.Envelope;
import ai.preloop.api.mcp.McpMethods.Context;
import java.util.function.BiFunction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The methods of tasks, for clients that say with each request that they take tasks. */
@Configuration(proxyBeanMethods = false)
class TaskMethods {

  @Bean
  McpMethod tasksGet(Tasks tasks) {
    return new OfTasks(Tasks.GET, tasks::get);
  }

  @Bean
  McpMethod tasksUpdate(Tasks tasks) {
    return new OfTasks(Tasks.UPDATE, tasks::update);
  }

  @Bean
  McpMethod tasksCancel(Tasks tasks) {
    return new OfTasks(Tasks.CANCEL, tasks::cancel);
  }

  private record OfTasks(String name, BiFunction<Context, Envelope, RpcAnswer> work)
      implements McpMethod {

    @Override
    public boolean isOfSessions() {
      return false;
    }

    @Override
    public boolean isOfVirtualServers() {
      return true;
    }

    @Override
    public McpAnswer answer(Context context, Envelope message) {
      return ClientCapabilities.takesTasks(ClientCapabilities.of(context.session(), message))
          ? work.apply(context, message)
          : Tasks.missing(message);
    }
  }
}
