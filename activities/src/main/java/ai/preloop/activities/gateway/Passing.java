package ai.preloop.activities.gateway;

import ai.preloop.activities.dialects.ErrorEnvelope;
import ai.preloop.activities.dialects.StreamReader.Sink;
import ai.preloop.activities.dialects.Usage;
import java.io.IOException;
import java.util.Optional;

/** How an answer is passed on, and what is learned of it on its way. */
interface Passing {

  /** Takes what came of the provider's answer. */
  void feed(byte[] buffer, int from, int to, Sink out) throws IOException;

  /** The provider has said all; {@code broken} is what to tell the client where it has not. */
  void end(Outlet out, ErrorEnvelope broken) throws IOException;

  /** What tells the client that the provider cut its answer; nothing where only the cut can. */
  void cut(Sink out, ErrorEnvelope broken) throws IOException;

  /** Whether the answer came to its own end. */
  boolean isComplete();

  /** Whether the provider said within it that it has failed. */
  boolean hasFailed();

  /** Usage as the provider said it for the whole answer. */
  Optional<Usage> usage();

  /** What was used as far as can be told without the provider. */
  Usage estimate(long inputTokens);

  /** Whether each piece leaves as it comes. */
  boolean isStream();
}
