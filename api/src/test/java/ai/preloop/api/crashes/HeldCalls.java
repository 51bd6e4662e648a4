package ai.preloop.api.crashes;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;

/** Calls of Temporal, each of which is a step: done when its answer is here. */
final class HeldCalls implements ClientInterceptor {

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    String step = method.getFullMethodName();
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        super.start(
            new SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onMessage(A message) {
                CrashPoint.pass(step, true);
                super.onMessage(message);
              }
            },
            headers);
      }

      @Override
      public void sendMessage(Q message) {
        CrashPoint.pass(step + detail(message), false);
        super.sendMessage(message);
      }
    };
  }

  /** A notice has no result when it is done, and an approved call has. */
  private static <Q> String detail(Q message) {
    return message instanceof RespondActivityTaskCompletedRequest done && done.hasResult()
        ? " with a result"
        : "";
  }
}
