package ai.preloop.api.startup;

import ai.preloop.activities.identity.CredentialsFile;
import ai.preloop.activities.identity.FirstStart;
import ai.preloop.activities.identity.LocalCredentials;
import ai.preloop.activities.identity.LocalCredentials.Kept;
import ai.preloop.activities.notifications.TerminalChannel;
import ai.preloop.activities.secrets.RootKeyCheck;
import ai.preloop.api.health.ReadinessPart;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import java.io.PrintStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Sets a new installation up once everything answers, and says where everything is. */
@Component
final class Welcome implements ReadinessPart {

  private final PreloopProperties preloop;
  private final Listener listener;
  private final FirstStart firstStart;
  private final LocalCredentials credentials;
  private final RootKeyCheck rootKey;
  private final FirstSteps firstSteps;
  private final TerminalChannel terminal;
  private final PrintStream out = System.out;
  private volatile boolean over;

  Welcome(
      PreloopProperties preloop,
      Listener listener,
      FirstStart firstStart,
      LocalCredentials credentials,
      RootKeyCheck rootKey,
      FirstSteps firstSteps,
      TerminalChannel terminal) {
    this.preloop = preloop;
    this.listener = listener;
    this.firstStart = firstStart;
    this.credentials = credentials;
    this.rootKey = rootKey;
    this.firstSteps = firstSteps;
    this.terminal = terminal;
  }

  @EventListener(ApplicationReadyEvent.class)
  void ready() {
    AccountId account = firstStart.run(password(), this::show);
    rootKey.run(account);
    if (preloop.isProduction()) {
      over = true;
      out.printf("%nPreloop is ready at %s%n", listener.publicUrl());
    } else {
      firstSteps.prepare(account);
      Kept kept = kept(account);
      over = true;
      greet(kept);
    }
    terminal.open();
  }

  private Kept kept(AccountId account) {
    return credentials.keep(
        account,
        preloop.home(),
        listener.publicUrl().toString(),
        emptyToNull(preloop.temporalUi()));
  }

  @Override
  public String name() {
    return "account";
  }

  /** Whoever is told that it is ready can sign in, and has the keys that it keeps. */
  @Override
  public boolean isReady() {
    return over;
  }

  private Optional<String> password() {
    return firstStart.isNeeded()
        ? OwnerPassword.of(preloop.ownerPassword()).read()
        : Optional.empty();
  }

  /** At once, since it is stored next: whatever fails after that, somebody has seen it. */
  private void show(String generated) {
    out.printf(
        "%nThe owner's password is %s (user %s; shown only now).%n", generated, FirstStart.OWNER);
    if (out.checkError()) {
      throw new ProblemException(
          ProblemType.UNAVAILABLE,
          "there is nowhere to show the owner's new password; set PRELOOP_OWNER_PASSWORD.");
    }
  }

  private void greet(Kept kept) {
    CredentialsFile file = kept.file();
    out.printf(
        """

        Preloop is ready.

          address      %s
          Temporal UI  %s
          sign in      user owner, with the password of the first start

          Connect an agent:
            %s

          Next:
            make demo                                  one call allowed, one denied, one that you decide
            %-42s register an MCP server of your own
            %-42s put your policy in force
            %-42s the API

          Calls that wait for a person are shown here. Ctrl-C stops everything.
        """,
        file.url(),
        file.temporalUi() == null ? "at your Temporal service" : file.temporalUi(),
        kept.agentKeyRevoked() ? revoked() : connect(file),
        preloop.command() + " servers add NAME URL --scan",
        preloop.command() + " policy apply FILE",
        file.url() + "/docs");
    out.flush();
  }

  private static String connect(CredentialsFile file) {
    return "claude mcp add --transport http preloop %s/mcp/v1 --header \"Authorization: Bearer %s\""
        .formatted(file.url(), file.agentKey());
  }

  private String revoked() {
    return "The key in %s was revoked. For another one remove that file and start again."
        .formatted(preloop.home().resolve("credentials.json"));
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
