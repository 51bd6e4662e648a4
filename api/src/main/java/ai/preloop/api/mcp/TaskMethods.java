package ai.preloop.api.mcp;

import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.sessions.McpSession;
import ai.preloop.api.mcp.McpMethods.Context;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The methods of tasks: in 2025-11-25 for whoever has a session, and for clients without one that
 * say with each request that they take tasks.
 */
@Configuration(proxyBeanMethods = false)
class TaskMethods {

  @Bean
  McpMethod tasksGet(Tasks tasks, TasksOfSessions ofSessions) {
    return new OfTasks(Tasks.GET, tasks::get, ofSessions::get);
  }

  @Bean
  McpMethod tasksUpdate(Tasks tasks) {
    return new OfTasks(Tasks.UPDATE, tasks::update, null);
  }

  @Bean
  McpMethod tasksCancel(Tasks tasks, TasksOfSessions ofSessions) {
    return new OfTasks(Tasks.CANCEL, tasks::cancel, ofSessions::cancel);
  }

  @Bean
  McpMethod tasksResult(TasksOfSessions ofSessions) {
    return new OfTasks(Tasks.RESULT, null, ofSessions::result);
  }

  @Bean
  McpMethod tasksList(TasksOfSessions ofSessions) {
    return new OfTasks(Tasks.LIST, null, ofSessions::list);
  }

  /** A method of one revision or of both; null where a revision has none of the name. */
  private record OfTasks(
      String name, @Nullable Answering withoutSession, @Nullable Answering inSession)
      implements McpMethod {

    @Override
    public boolean isStateless() {
      return withoutSession != null;
    }

    @Override
    public boolean isOfSessions() {
      return inSession != null;
    }

    @Override
    public boolean isOfVirtualServers() {
      return true;
    }

    @Override
    public McpAnswer answer(Context context, Envelope message) {
      McpSession session = context.session();
      if (withoutSession != null && session.isStateless()) {
        return ClientCapabilities.takesTasks(ClientCapabilities.of(session, message))
            ? withoutSession.answer(context, message)
            : Tasks.missing(message);
      }
      return inSession != null && session.hasTasks()
          ? inSession.answer(context, message)
          : McpMethods.notOffered(200, message);
    }
  }

  private interface Answering {
    McpAnswer answer(Context context, Envelope message);
  }
}
