package ai.preloop.activities.json;

import java.io.ByteArrayOutputStream;

/** Edits of a value in ascending order; the bytes between them are copied as they are. */
public final class Splice {

  private final JsonSlice original;
  private final ByteArrayOutputStream edited;
  private int copied;

  public Splice(JsonSlice original) {
    this.original = original;
    this.edited = new ByteArrayOutputStream(original.length() + 64);
    this.copied = original.from();
  }

  public Splice replace(JsonSlice part, byte[] with) {
    return replace(part, with, 0, with.length);
  }

  public Splice replace(JsonSlice part, JsonSlice with) {
    return replace(part, with.array(), with.from(), with.length());
  }

  public Splice remove(int from, int to) {
    copyUpTo(from);
    copied = to;
    return this;
  }

  private Splice replace(JsonSlice part, byte[] with, int from, int length) {
    copyUpTo(part.from());
    edited.write(with, from, length);
    copied = part.to();
    return this;
  }

  public byte[] bytes() {
    copyUpTo(original.to());
    return edited.toByteArray();
  }

  private void copyUpTo(int to) {
    edited.write(original.array(), copied, to - copied);
    copied = to;
  }
}
