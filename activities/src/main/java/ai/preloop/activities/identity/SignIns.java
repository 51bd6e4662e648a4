package ai.preloop.activities.identity;

import ai.preloop.activities.identity.SignInThrottle.Attempt;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Passwords for tokens, and tokens for further tokens. */
public final class SignIns {

  private static final int LONGEST_NAME = 200;

  /** All names that nobody can have are one to the throttle. */
  private static final String TOO_LONG = "";

  private final PersonRows people;
  private final Passwords passwords;
  private final SignInThrottle throttle;
  private final AccessTokens access;
  private final RefreshTokens refresh;
  private final IdentityRecords records;

  SignIns(
      PersonRows people,
      Passwords passwords,
      SignInThrottle throttle,
      AccessTokens access,
      RefreshTokens refresh,
      IdentityRecords records) {
    this.people = people;
    this.passwords = passwords;
    this.throttle = throttle;
    this.access = access;
    this.refresh = refresh;
    this.records = records;
  }

  /**
   * Signs in from a place, which is whom this node sees at the other end. No scopes asked for means
   * all that the person has. An unknown name, a wrong password and a disabled person get one answer
   * in one time.
   */
  public TokenPair signIn(String name, String password, Set<Scope> asked, String place) {
    boolean possible = name.length() <= LONGEST_NAME;
    Attempt attempt = throttle.attempt(possible ? name : TOO_LONG, place);
    Optional<Person> known = possible ? people.named(name) : Optional.empty();
    boolean proved = passwords.areOf(known, password);
    Optional<Person> person = known.filter(one -> proved && !one.disabled());
    if (person.isEmpty()) {
      records.signInFailed(known);
      throw refused("The name or the password is wrong.");
    }
    throttle.succeeded(attempt);
    TokenPair pair = issue(person.get(), granted(person.get(), asked));
    records.signedIn(person.get());
    return pair;
  }

  /** A new pair with the same scopes; the token that is shown is used up. */
  public TokenPair refresh(String token) {
    return switch (refresh.use(token)) {
      case RefreshTokens.Use.Fresh(var user, var version, var scopes) ->
          people
              .find(user)
              .filter(person -> !person.disabled() && person.version() == version)
              .map(person -> issue(person, atMost(person, scopes)))
              .orElseThrow(SignIns::over);
      case RefreshTokens.Use.Stolen(var user) -> {
        people.find(user).ifPresent(records::signInsEnded);
        throw refused(
            "This refresh token was used before, so every sign-in of its owner was ended; sign in again.");
      }
      case RefreshTokens.Use.Unknown() -> throw over();
    };
  }

  private TokenPair issue(Person person, Set<Scope> scopes) {
    String refreshing =
        refresh
            .issue(person, scopes)
            .orElseThrow(
                () -> refused("All sign-ins of %s were ended just now.".formatted(person.name())));
    return new TokenPair(access.issue(person, scopes), AccessTokens.LIFE, refreshing, scopes);
  }

  private static Set<Scope> granted(Person person, Set<Scope> asked) {
    asked.stream()
        .filter(scope -> !person.may(scope))
        .findFirst()
        .ifPresent(scope -> {
          throw new ProblemException(
              ProblemType.UNPROCESSABLE,
              "A sign-in of %s cannot have the scope %s.".formatted(person.name(), scope));
        });
    return asked.isEmpty() ? person.scopes() : Set.copyOf(asked);
  }

  private static Set<Scope> atMost(Person person, Set<Scope> scopes) {
    return scopes.stream().filter(person::may).collect(Collectors.toUnmodifiableSet());
  }

  private static ProblemException over() {
    return refused("This refresh token is not known here or has expired; sign in again.");
  }

  private static ProblemException refused(String sentence) {
    return new ProblemException(ProblemType.UNAUTHENTICATED, sentence);
  }
}
