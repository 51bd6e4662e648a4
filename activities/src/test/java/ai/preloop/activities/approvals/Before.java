package ai.preloop.activities.approvals;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptor;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowClientInterceptorBase;

/** Has something else happen in the moment before Temporal is told. */
final class Before extends WorkflowClientInterceptorBase {

  private final Runnable first;

  private Before(Runnable first) {
    this.first = first;
  }

  static WorkflowClient telling(WorkflowClient client, Runnable first) {
    return WorkflowClient.newInstance(
        client.getWorkflowServiceStubs(),
        WorkflowClientOptions.newBuilder(client.getOptions())
            .setInterceptors(new Before(first))
            .build());
  }

  @Override
  public WorkflowClientCallsInterceptor workflowClientCallsInterceptor(
      WorkflowClientCallsInterceptor next) {
    return new WorkflowClientCallsInterceptorBase(next) {

      @Override
      public WorkflowStartOutput start(WorkflowStartInput input) {
        first.run();
        return super.start(input);
      }

      @Override
      public <R> WorkflowUpdateWithStartOutput<R> updateWithStart(
          WorkflowUpdateWithStartInput<R> input) {
        first.run();
        return super.updateWithStart(input);
      }
    };
  }
}
