package ai.preloop.activities.upstream;

/** What one conversation with a server goes over. */
interface Line {

  /** Sends one request once; every way it can end is an answer. */
  UpstreamAnswer ask(Outgoing request);

  /** Sends what expects no answer; false when it was not taken. */
  boolean tell(byte[] message, Deadline deadline);

  /** The session, now that the revision is agreed. */
  UpstreamSession agreed(String version);

  /** Ends the conversation; whether the server cares makes no difference. */
  void end();
}
