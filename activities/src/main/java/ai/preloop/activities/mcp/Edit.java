package ai.preloop.activities.mcp;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.Splice;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One part of a message and what takes its place; nothing changes where either is not there. */
record Edit(@Nullable JsonSlice part, @Nullable JsonSlice with) {

  /** What a request of revision 2026-07-28 says of itself (Basic, General fields, _meta). */
  private static final List<String> ABOUT_ITSELF =
      Stream.of("protocolVersion", "clientInfo", "clientCapabilities", "logLevel")
          .map(name -> "io.modelcontextprotocol/" + name)
          .toList();

  Edit(@Nullable JsonSlice part, byte[] with) {
    this(part, new JsonSlice(with, 0, with.length));
  }

  /** The message with all of them made. */
  static byte[] all(JsonSlice message, Stream<Edit> edits) {
    Splice splice = new Splice(message);
    edits
        .filter(edit -> edit.part != null && edit.with != null)
        .sorted(Comparator.comparingInt(Edit::from))
        .forEach(edit -> edit.applyTo(splice));
    return splice.bytes();
  }

  /** The {@code _meta} of such a request, as it is in a session. */
  static @Nullable JsonSlice withoutItself(@Nullable JsonSlice metadata) {
    JsonSlice left = metadata;
    for (String name : ABOUT_ITSELF) {
      left = left == null ? null : left.without(name);
    }
    return left;
  }

  private int from() {
    return part == null ? 0 : part.from();
  }

  private void applyTo(Splice splice) {
    if (part != null && with != null) {
      splice.replace(part, with);
    }
  }
}
