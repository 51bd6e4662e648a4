package ai.preloop.activities.embedded;

import java.util.function.Consumer;

/** Hears of embedded servers, from several threads, one line at a time. */
public interface EmbeddedLog {

  /** Something that the person who started the product should know. */
  void tell(String sentence);

  /** A server answers for the first time. */
  default void serves(EmbeddedServer server) {}

  /** What a server printed. */
  void print(String line);

  /** Both to one place. */
  static EmbeddedLog into(Consumer<String> lines) {
    return new EmbeddedLog() {
      @Override
      public void tell(String sentence) {
        lines.accept(sentence);
      }

      @Override
      public void print(String line) {
        lines.accept(line);
      }
    };
  }
}
