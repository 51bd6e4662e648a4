package ai.preloop.activities.identity;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.identity.SignInThrottle.Attempt;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Other passwords for people; whoever was signed in by the old one is signed out everywhere. */
public final class PasswordChanges {

  private final Database database;
  private final Passwords passwords;
  private final SignInThrottle throttle;
  private final Revisions revisions;
  private final IdentityRecords records;

  PasswordChanges(
      Database database,
      Passwords passwords,
      SignInThrottle throttle,
      Revisions revisions,
      IdentityRecords records) {
    this.database = database;
    this.passwords = passwords;
    this.throttle = throttle;
    this.revisions = revisions;
    this.records = records;
  }

  /** For whoever runs the machine while no node does: there is nothing that would have to hear. */
  public static PasswordChanges offline(Database database, Audit audit) {
    return new PasswordChanges(
        database,
        new Passwords(),
        new SignInThrottle(System::nanoTime),
        new Revisions(database, List.of(), System::nanoTime),
        new IdentityRecords(audit));
  }

  /** A person changes their own; FORBIDDEN for any key, a narrowed sign-in, or a wrong password. */
  public void change(Principal by, String current, String wanted) {
    by.require(Scope.APPROVALS_DECIDE);
    Person person =
        new PersonRows(database)
            .find(by.user())
            .filter(known -> by.isPerson())
            .orElseThrow(() ->
                refused(
                    "A password is changed by the person who signed in with it, not by a key."));
    // Who guesses here has a token already, wherever they are.
    Attempt attempt = throttle.attempt(person.name(), person.id().toString());
    if (!passwords.areOf(Optional.of(person), current)) {
      records.passwordKept(person);
      throw refused("The current password is wrong.");
    }
    throttle.succeeded(attempt);
    set(person, wanted, records::passwordChanged);
  }

  /** Whoever holds the database gives a person another one; NOT_FOUND when there is no such. */
  public void reset(String name, String wanted) {
    Person person =
        new PersonRows(database)
            .named(name)
            .orElseThrow(() ->
                new ProblemException(
                    ProblemType.NOT_FOUND,
                    "There is no %s yet; the first start asks for the password.".formatted(name)));
    set(person, wanted, records::passwordReset);
  }

  private void set(Person person, String wanted, Consumer<Person> recorded) {
    String hash = passwords.hash(wanted);
    database.doInAccount(
        person.account(),
        jdbc -> {
          PersonRows.setPassword(jdbc, person, hash);
          RefreshTokens.endAll(jdbc, person.account(), person.id());
          recorded.accept(person);
        });
    revisions.refreshAfterCommit();
  }

  private static ProblemException refused(String sentence) {
    return new ProblemException(ProblemType.FORBIDDEN, sentence);
  }
}
