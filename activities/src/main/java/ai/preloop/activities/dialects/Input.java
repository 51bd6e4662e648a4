package ai.preloop.activities.dialects;

/** What of a request costs input beyond its own bytes. */
final class Input {

  private long messages;
  private int tools;
  private int providersTools;
  private int images;
  private boolean open;

  void message() {
    messages++;
  }

  /** A tool that the client declares and runs. */
  void tool() {
    tools++;
  }

  /** A tool that the client runs and the provider describes to the model. */
  void providersTool() {
    tools++;
    providersTools++;
  }

  /** A tool that the provider runs, and whose results it feeds to the model. */
  void serverTool() {
    tools++;
    open = true;
  }

  /** An image whose bytes are in the request. */
  void image() {
    images++;
  }

  /** Something that brings input, or prices, of which the request says nothing. */
  void open() {
    open = true;
  }

  void openIf(boolean so) {
    open |= so;
  }

  int tools() {
    return tools;
  }

  boolean isOpen() {
    return open;
  }

  /**
   * The most tokens of a text request are its bytes: tokenisers of byte pairs, and of pieces that
   * fall back to bytes, make no token of less than a byte, and JSON spells no text with fewer bytes
   * than it has in UTF-8. It is taken for granted that text is not first written out longer, as
   * Unicode's compatibility forms would have it. To that comes what providers add themselves:
   *
   * <ul>
   *   <li>1,000 for what every request is framed with, and 16 for each message,
   *   <li>2,000 for the prompt that explains tools (Anthropic's table in "Tool use" goes up to
   *       804), and 64 for each tool,
   *   <li>1,000 for each tool that the provider describes (Anthropic's: computer use 735, text
   *       editor 700, bash 245),
   *   <li>50,000 for each image: gpt-4o-mini's 2,833 and 5,667 for each of at most 8 tiles make
   *       48,169, the most of the formulas that OpenAI, Anthropic and Google publish.
   * </ul>
   */
  long most(long bytes) {
    return bytes
        + 1_000
        + 16 * messages
        + (tools == 0 ? 0 : 2_000)
        + 64L * tools
        + 1_000L * providersTools
        + 50_000L * images;
  }
}
