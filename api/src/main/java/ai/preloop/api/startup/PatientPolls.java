package ai.preloop.api.startup;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;

/**
 * Has a worker's polls wait for a connection where there is none. One that fails makes its worker
 * wait before the next, longer each time, and for half a minute after Temporal is back.
 */
final class PatientPolls implements ClientInterceptor {

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    boolean poll = String.valueOf(method.getBareMethodName()).startsWith("Poll");
    return next.newCall(method, poll ? options.withWaitForReady() : options);
  }
}
