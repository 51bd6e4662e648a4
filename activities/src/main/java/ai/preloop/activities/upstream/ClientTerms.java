package ai.preloop.activities.upstream;

import org.jspecify.annotations.Nullable;

/**
 * What the client that a request is made for can do for servers, as a JSON object of capabilities,
 * and how much of their logs it wants to hear. One that {@code asksAgain} takes what a server asks
 * as its answer, and asks again with what it was asked for (MCP, Multi Round-Trip Requests); any
 * other is asked meanwhile.
 */
public record ClientTerms(String capabilities, @Nullable String logLevel, boolean asksAgain) {

  /** Nobody is there to be asked. */
  public static final ClientTerms NONE = new ClientTerms("{}", null, false);
}
