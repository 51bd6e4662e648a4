package ai.preloop.cli.commands;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.client.UsageException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who writes the policy: a person with their password, or a machine with a key of its own. */
public final class Author {

  private final Invocation invocation;
  @Mixin private final Person person;

  @Option(
      names = "--with-key",
      description =
          "Write with the API key in PRELOOP_TOKEN, which has the scope policy:write:OWNER, and"
              + " ask for no password; for CI.")
  private boolean withKey;

  public Author(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  /** A server that writes for them; never with a credential that was found on the disk. */
  public Server signIn() {
    if (!withKey) {
      return person.signIn();
    }
    var settings = invocation.settings();
    String key =
        settings
            .givenToken()
            .orElseThrow(() ->
                new UsageException("--with-key needs the key in PRELOOP_TOKEN, or by --token."));
    return new Server(settings.address(), key);
  }

  /** What a person says when asked once more; whoever gave a key or the password has said yes. */
  public boolean agrees(String question) {
    return withKey || person.agrees(question);
  }
}
