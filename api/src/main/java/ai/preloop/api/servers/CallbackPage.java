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
    return message(
        "Authorised",
        "Preloop may now use %s. You can close this page.".formatted(escaped(server)));
  }

  static String failed(String sentence) {
    return message("Not authorised", escaped(sentence));
  }

  private static String message(String title, String sentence) {
    return page(
        """
        <section class="card message"><h1>%s</h1><p>%s</p></section>
        """
            .formatted(title, sentence));
  }

  /** Asks who came back, before anything is done. */
  static String asking(String server, Return back) {
    return page(
        """
        <section class="card sign-in"><h1>Is it you?</h1>
        <p>Access to %s is about to be granted for the calls of the person who began this. Say that
        it is you; if you did not begin it, close this page.</p>
        <form method="post" action="%s">%s
        <label for="username">User name</label>
        <input id="username" name="username" autocomplete="username" autocapitalize="none"
          spellcheck="false" required>
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password"
          required>
        <button class="primary">Grant my access</button></form></section>
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

  private static String page(String content) {
    return """
    <!doctype html>
    <html lang="en">
    <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="robots" content="noindex">
      <meta name="color-scheme" content="light dark">
      <title>Authorisation · Preloop</title>
      <link rel="icon" href="data:,">
      <link rel="stylesheet" href="/assets/shared.css">
      <link rel="stylesheet" href="/assets/approval.css">
    </head>
    <body>
      <header class="top">
        <span class="brand"><span class="brand-mark" aria-hidden="true"></span>Preloop</span>
      </header>
      <main>%s</main>
    </body>
    </html>
    """
        .formatted(content);
  }

  private static String escaped(String text) {
    return HtmlUtils.htmlEscape(text);
  }
}
