package ai.preloop.activities.translation.chat;

import ai.preloop.activities.database.Digests;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What Mistral's models are told in another way than others that speak chat completions, by the
 * rules of mistral-common's validator.
 */
final class MistralModel {

  private static final Pattern NAMES =
      Pattern.compile("mistral|mixtral|ministral|magistral|codestral|devstral|pixtral");
  private static final int ID_LENGTH = 9;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{" + ID_LENGTH + "}");

  private MistralModel() {}

  static boolean isOne(String name) {
    return NAMES.matcher(name.toLowerCase(Locale.ROOT)).find();
  }

  /** The id of a call where it is one here, or always the same one in its place. */
  static String callId(String id) {
    if (ID.matcher(id).matches()) {
      return id;
    }
    byte[] digest = Digests.sha256(id.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest).substring(0, ID_LENGTH);
  }
}
