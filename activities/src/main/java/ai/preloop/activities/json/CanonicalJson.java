package ai.preloop.activities.json;

import ai.preloop.activities.database.Digests;
import ai.preloop.activities.json.JsonSlice.Member;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * One spelling for equal documents, after RFC 8785: no white space, names in the order of their
 * UTF-16 units, the fewest escapes. It differs in one thing: a number stays as it was written, so
 * that 1 and 1.0, which some readers tell apart, are two documents.
 */
public final class CanonicalJson {

  private CanonicalJson() {}

  /** SHA-256 of the canonical form, in hexadecimal. */
  public static String sha256(JsonSlice value) {
    return HexFormat.of().formatHex(Digests.sha256(bytes(value)));
  }

  public static byte[] bytes(JsonSlice value) {
    ByteArrayOutputStream canonical = new ByteArrayOutputStream(value.length());
    write(value, canonical);
    return canonical.toByteArray();
  }

  private static void write(JsonSlice value, ByteArrayOutputStream out) {
    switch (value.type()) {
      case OBJECT -> writeObject(value, out);
      case ARRAY -> writeArray(value, out);
      case STRING -> quote(JsonText.unescape(value.array(), value.from() + 1, value.to() - 1), out);
      case NUMBER, BOOLEAN, NULL -> out.write(value.array(), value.from(), value.length());
    }
  }

  private static void writeObject(JsonSlice object, ByteArrayOutputStream out) {
    List<Member> members = object.members();
    members.sort(Comparator.comparing(Member::name));
    char before = '{';
    for (Member member : members) {
      out.write(before);
      quote(member.name(), out);
      out.write(':');
      write(member.value(), out);
      before = ',';
    }
    close(before, '{', '}', out);
  }

  private static void writeArray(JsonSlice array, ByteArrayOutputStream out) {
    char before = '[';
    for (JsonSlice element : array.elements()) {
      out.write(before);
      write(element, out);
      before = ',';
    }
    close(before, '[', ']', out);
  }

  private static void close(char before, char opening, char closing, ByteArrayOutputStream out) {
    if (before == opening) {
      out.write(opening);
    }
    out.write(closing);
  }

  private static void quote(String text, ByteArrayOutputStream out) {
    out.writeBytes(JsonText.quote(text).getBytes(StandardCharsets.UTF_8));
  }
}
