package ai.preloop.policies.redaction;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The shapes of well-known tokens, also inside longer texts. Each is recognised by its beginning,
 * so that a token that was cut off is, too; quantifiers do not backtrack.
 */
final class TokenShapes {

  private static final List<Pattern> SHAPES =
      List.of(
          // A private key in PEM, to its end or that of the text.
          Pattern.compile(
              "-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?s:.*?)(?:-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----|\\z)"),
          token("eyJ[\\w-]{8,}+\\.[\\w.-]*+"),
          token("gh[pousr]_\\w{16,}+"),
          token("github_pat_\\w{16,}+"),
          token("gl(?:pat|ptt|rt|dt|cbt)-[\\w-]{16,}+"),
          token("(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}+"),
          token("xox[a-z]-[\\w-]{8,}+"),
          token("xapp-[\\w-]{8,}+"),
          token("hooks\\.slack\\.com/services/[\\w/]++"),
          // A digit tells OpenAI's and Anthropic's keys from words with hyphens.
          token("sk-(?=[A-Za-z_-]{0,200}+[0-9])[\\w-]{16,}+"),
          token("[sr]k_(?:live|test)_\\w{8,}+"),
          token("AIza[\\w-]{30,}+"),
          token("ya29\\.[\\w-]{16,}+"),
          token("AQ\\.[\\w-]{30,}+"),
          token("ABSK[\\w+/]{30,}+={0,2}+"),
          token("(?:gsk_|pplx-)\\w{20,}+"),
          token("xai-[\\w-]{20,}+"),
          token("hv[sbr]\\.[\\w-]{20,}+"),
          token("npm_\\w{30,}+"),
          token("pypi-[\\w-]{30,}+"),
          token("hf_\\w{30,}+"),
          token("prl_[\\w-]{8,}+"),
          token("prt_[\\w-]{8,}+"),
          token("prr_[\\w-]{8,}+"),
          token("prlink_[\\w-]{8,}+"));

  /** What follows the scheme's name in an authorization; a digit or length tells it from prose. */
  private static final Pattern BEARER =
      Pattern.compile(
          "(?i)\\b(bearer\\s{1,4})(?=[a-z._~+/=-]{0,200}+[0-9]|[\\w.~+/=-]{24})[\\w.~+/=-]{8,}+");

  /** The password of an address: {@code scheme://user:password@host}. */
  private static final Pattern IN_ADDRESS =
      Pattern.compile("(://[^\\s:/?#@\"']{0,200}+:)[^\\s/?#@\"']{1,400}+(@)");

  private TokenShapes() {}

  static String redact(String text) {
    String redacted = text;
    for (Pattern shape : SHAPES) {
      redacted = shape.matcher(redacted).replaceAll(Redaction.REDACTED);
    }
    redacted = BEARER.matcher(redacted).replaceAll("$1" + Redaction.REDACTED);
    return IN_ADDRESS.matcher(redacted).replaceAll("$1" + Redaction.REDACTED + "$2");
  }

  private static Pattern token(String shape) {
    return Pattern.compile("(?<![A-Za-z0-9])" + shape);
  }
}
