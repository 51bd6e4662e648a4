package ai.preloop.activities.traces;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a call leaves beside its row: null where no header named its session, and where its words
 * are not kept. Their secrets are in memory until the writer makes previews of them.
 */
public record Trace(@Nullable SessionSource source, List<String> toolCalls, @Nullable Words words) {

  public static final Trace NONE = new Trace(null, List.of(), null);

  public Trace {
    toolCalls = List.copyOf(toolCalls);
  }

  /** What was asked, and what was answered. */
  record Words(Excerpt request, Excerpt answer) {}
}
