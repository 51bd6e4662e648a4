package ai.preloop.activities.translation.conversation;

import java.util.function.Consumer;

/** Reads one provider's stream. */
public interface StreamReader {

  /** Takes the data of one event. */
  void read(String data, Consumer<StreamEvent> events);

  /** Nothing more comes: what was held back for this moment is given out. */
  void end(Consumer<StreamEvent> events);
}
