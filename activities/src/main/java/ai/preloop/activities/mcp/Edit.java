package ai.preloop.activities.mcp;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.Splice;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One part of a message and what takes its place; nothing changes where either is not there. */
record Edit(@Nullable JsonSlice part, @Nullable JsonSlice with) {

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

  private int from() {
    return part == null ? 0 : part.from();
  }

  private void applyTo(Splice splice) {
    if (part != null && with != null) {
      splice.replace(part, with);
    }
  }
}
