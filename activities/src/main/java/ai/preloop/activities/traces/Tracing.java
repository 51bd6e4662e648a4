package ai.preloop.activities.traces;

import ai.preloop.activities.dialects.ModelRequest;
import org.jspecify.annotations.Nullable;

/** A call while it is traced. Not safe for threads. */
public final class Tracing {

  private final ModelRequest request;
  private final @Nullable SessionSource source;
  private final Capture capture;
  private final AnswerTrace answer;

  /** {@code source} is null where nothing names the call's session. */
  public Tracing(ModelRequest request, @Nullable SessionSource source, Capture capture) {
    this.request = request;
    this.source = source;
    this.capture = capture;
    this.answer = new AnswerTrace(request.operation(), capture);
  }

  /** Takes the answer in the interface of the client. */
  public AnswerTrace answer() {
    return answer;
  }

  /** What there is by now; the words of requests that only count are not kept. */
  public Trace trace() {
    Excerpt said = answer.excerpt();
    Trace.Words words =
        said == null || request.operation().isCounting()
            ? null
            : new Trace.Words(RequestWords.of(request, capture.chars()), said);
    return new Trace(source, answer.toolCalls(), words);
  }
}
