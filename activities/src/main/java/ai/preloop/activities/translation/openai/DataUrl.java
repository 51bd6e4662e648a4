package ai.preloop.activities.translation.openai;

import ai.preloop.activities.translation.conversation.Source;
import ai.preloop.activities.translation.wire.Fields;
import java.util.Locale;

/** Where OpenAI has an image or a file: at an address, or in a data URL (RFC 2397). */
public final class DataUrl {

  private static final String SCHEME = "data:";
  private static final String BASE64 = ";base64";
  private static final String PDF = "application/pdf";

  private DataUrl() {}

  public static Source source(Fields owner, String name) {
    String url = owner.requiredText(name);
    if (!url.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return new Source.Remote(url);
    }
    int comma = url.indexOf(',');
    String head = comma < 0 ? "" : url.substring(SCHEME.length(), comma);
    if (!head.toLowerCase(Locale.ROOT).endsWith(BASE64)) {
      throw owner.problem(name, "must be base64 where it is a data URL");
    }
    String type = head.substring(0, head.length() - BASE64.length());
    int parameters = type.indexOf(';');
    return new Source.Inline(
        parameters < 0 ? type : type.substring(0, parameters), url.substring(comma + 1));
  }

  /** A file's bytes, which clients give without the head of a data URL, too. */
  public static Source file(Fields owner, String name) {
    String data = owner.requiredText(name);
    boolean isBare = !data.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    return isBare ? new Source.Inline(PDF, data) : source(owner, name);
  }

  public static String of(Source source) {
    return switch (source) {
      case Source.Inline inline -> SCHEME + inline.mediaType() + BASE64 + "," + inline.base64();
      case Source.Remote remote -> remote.url();
    };
  }
}
