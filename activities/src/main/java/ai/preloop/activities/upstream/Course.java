package ai.preloop.activities.upstream;

/** What becomes of a request whose answer is a stream without an end. */
interface Course {

  /** It is about to be sent; {@code cut} ends it, whenever that is. */
  void begins(Runnable cut);

  /** The head of the answer is there. */
  void answered();
}
