package ai.preloop.api.servers;

import ai.preloop.activities.oauth.Authorizations.Return;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.web.util.HtmlUtils;

/** What a browser shows that comes back from an authorization server. */
final class CallbackPage {

  private CallbackPage() {}

  static String done(String server) {
    return page(
        "Authorised",
        "<p>Preloop may now use %s. You can close this page.</p>".formatted(escaped(server)));
  }

  static String failed(String sentence) {
    return page("Not authorised", "<p>%s</p>".formatted(escaped(sentence)));
  }

  /** Asks who came back, before anything is done. */
  static String asking(String server, Return back) {
    return page(
        "Is it you?",
        """
        <p>Access to %s is about to be granted for the calls of the person who began this. Say that
        it is you; if you did not begin it, close this page.</p>
        <form method="post" action="%s">%s
        <p><label>Name <input name="username" autocomplete="username" required></label></p>
        <p><label>Password <input name="password" type="password" autocomplete="current-password"
        required></label></p>
        <p><button>Grant my access</button></p></form>
        """
            .formatted(escaped(server), CallbackController.PATH, fields(back)));
  }

  private static String fields(Return back) {
    Map<String, Optional<String>> fields = new LinkedHashMap<>();
    fields.put("state", Optional.of(back.state()));
    fields.put("code", Optional.ofNullable(back.code()));
    fields.put("iss", Optional.ofNullable(back.issuer()));
    fields.put("error", Optional.ofNullable(back.error()));
    return fields.entrySet().stream()
        .filter(each -> each.getValue().isPresent())
        .map(each ->
            "<input type=\"hidden\" name=\"%s\" value=\"%s\">"
                .formatted(each.getKey(), escaped(each.getValue().orElseThrow())))
        .collect(Collectors.joining());
  }

  private static String page(String title, String content) {
    return """
    <!doctype html>
    <html lang="en">
    <head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <title>Preloop</title></head>
    <body><main><h1>%s</h1>%s</main></body>
    </html>
    """
        .formatted(title, content);
  }

  private static String escaped(String text) {
    return HtmlUtils.htmlEscape(text);
  }
}
