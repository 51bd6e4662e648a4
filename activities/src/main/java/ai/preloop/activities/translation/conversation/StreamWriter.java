package ai.preloop.activities.translation.conversation;

import java.util.function.Consumer;

/** Writes one client's stream. */
public interface StreamWriter {

  void write(StreamEvent event, Consumer<byte[]> out);
}
