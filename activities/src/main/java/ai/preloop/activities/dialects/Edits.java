package ai.preloop.activities.dialects;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.Splice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Changes to a body, in any order; every byte between them stays as it is. */
final class Edits {

  private final byte[] body;
  private final List<Edit> edits = new ArrayList<>();

  Edits(byte[] body) {
    this.body = body;
  }

  void replace(JsonSlice part, String with) {
    edits.add(new Edit(part, with));
  }

  /** As the last member of an object that has others. */
  void append(JsonSlice object, String member) {
    replace(new JsonSlice(body, object.to() - 1, object.to() - 1), member);
  }

  /** The same array where there is nothing to change. */
  byte[] applied() {
    if (edits.isEmpty()) {
      return body;
    }
    edits.sort(Comparator.comparingInt(edit -> edit.part().from()));
    Splice splice = new Splice(new JsonSlice(body, 0, body.length));
    for (Edit edit : edits) {
      splice.replace(edit.part(), edit.with().getBytes(StandardCharsets.UTF_8));
    }
    return splice.bytes();
  }

  private record Edit(JsonSlice part, String with) {}
}
