package ai.preloop.cli.commands.auth;

import ai.preloop.cli.client.Settings;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.terminal.Json;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Says which credential is in use, and whose it is. */
@Command(
    name = "status",
    description = "Show the address and the credential in use, and whose it is.",
    footer = {"", "Example:", "  ${ROOT-COMMAND-NAME} auth status"})
final class Status implements Callable<Integer> {

  private final Invocation invocation;

  Status(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var screen = invocation.screen();
    var settings = invocation.settings();
    var token = settings.token();
    if (token.isEmpty()) {
      screen.note(
          "Not signed in to "
              + settings.address()
              + "; run `"
              + invocation.shell().command("login")
              + "`.");
      return 1;
    }
    var me = settings.server().get("/auth/users/me");
    var answer = new LinkedHashMap<String, Object>();
    answer.put("url", settings.address().toString());
    answer.put("credential", token.map(Settings.Token::source).orElse(""));
    answer.put("user", Json.plain(me));
    if (!screen.answer(Json.of(answer))) {
      screen.field("address", settings.address().toString());
      screen.field("credential", token.map(Settings.Token::source).orElse(""));
      screen.field("user", Json.words(me, "username", "name", "email"));
    }
    return 0;
  }
}
