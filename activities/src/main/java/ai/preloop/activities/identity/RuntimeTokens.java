package ai.preloop.activities.identity;

import static ai.preloop.policies.problems.ProblemException.unprocessable;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.identity.TokenRows.Parent;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Short-lived tokens that stand for a key and can do less than it. A key makes tokens of itself, an
 * owner who signed in of any key; a token makes none.
 */
public final class RuntimeTokens {

  /** How many of one key are good at a time. */
  static final int MOST = 1_000;

  private final Database database;
  private final TokenTexts texts;
  private final Revisions revisions;
  private final IdentityRecords records;

  RuntimeTokens(Database database, TokenTexts texts, Revisions revisions, IdentityRecords records) {
    this.database = database;
    this.texts = texts;
    this.revisions = revisions;
    this.records = records;
  }

  /**
   * Makes a token; its text cannot be had again. {@code key} is the name or id of the key, which a
   * person says. UNPROCESSABLE for what is more than the key, RATE_LIMITED where it has too many.
   */
  public MintedToken mint(Principal by, @Nullable String key, NewToken wanted) {
    String called = keyOf(by, key);
    return database.inAccount(
        by.account(),
        jdbc -> {
          TokenRows rows = new TokenRows(jdbc, by.account());
          Parent parent = rows.parent(called).orElseThrow(RuntimeTokens::unknownKey);
          Grant grant = wanted.of(parent.grant());
          requireOwn(by, parent.grant().labels(), grant.labels());
          requireRoom(rows, parent);
          TokenText text = texts.fresh(parent.prefix());
          RuntimeToken made = rows.insert(parent, grant, text, wanted.life());
          records.tokenMinted(by, made);
          return new MintedToken(made, text.text());
        });
  }

  /** Those of a key that are good now, the newest first. */
  public List<RuntimeToken> list(Principal principal, UUID key) {
    principal.require(Scope.ACCOUNT_READ);
    return database.inAccount(
        principal.account(), jdbc -> new TokenRows(jdbc, principal.account()).list(key));
  }

  /** Ends the token that asks. */
  public void revokeOwn(Principal by) {
    UUID own = by.token();
    if (own == null) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "Only a runtime token is ended so: send it as the credential, or name another by its id.");
    }
    end(by, own);
  }

  /** Ends a token: here before this returns, on every other node within a second. */
  public void revoke(Principal by, UUID id) {
    if (by.isPerson()) {
      by.require(Scope.ACCOUNT_ADMIN);
    } else {
      requireCaller(by);
    }
    end(by, id);
  }

  private void end(Principal by, UUID id) {
    database.doInAccount(
        by.account(),
        jdbc -> {
          TokenRows rows = new TokenRows(jdbc, by.account());
          RuntimeToken token =
              rows.shown(id).filter(each -> mayEnd(by, each)).orElseThrow(RuntimeTokens::unknown);
          if (!rows.revoke(id)) {
            throw unknown();
          }
          records.tokenRevoked(by, token);
        });
    revisions.refreshAfterCommit();
  }

  private static boolean mayEnd(Principal by, RuntimeToken token) {
    UUID own = by.token();
    return by.isPerson()
        || (own == null ? token.key().id().equals(by.id()) : token.id().equals(own));
  }

  /** Rules may let a team, an agent or a flow do more, so that only people say which it is. */
  private static void requireOwn(Principal by, Labels ofKey, Labels ofToken) {
    if (!by.isPerson() && !ofToken.isOfSame(ofKey)) {
      throw unprocessable(
          "A key gives its tokens the team, agent and flow that it has itself; only a person who signed in gives them others.");
    }
  }

  private static String keyOf(Principal by, @Nullable String named) {
    if (by.isPerson()) {
      by.require(Scope.ACCOUNT_ADMIN);
      if (named == null) {
        throw unprocessable("Say of which API key the token is to be: key has its name or its id.");
      }
      return named;
    }
    requireCaller(by);
    if (by.token() != null) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "A runtime token makes no tokens: ask with its key.");
    }
    if (named != null && !named.equals(by.name()) && !named.equals(by.id().toString())) {
      throw unprocessable("A key makes tokens of itself only: leave key out.");
    }
    return by.id().toString();
  }

  private static void requireCaller(Principal by) {
    if (by.scopes().stream().noneMatch(Scope::isAgents)) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "The key %s makes no calls, so it has no runtime tokens.".formatted(by.name()));
    }
  }

  private static void requireRoom(TokenRows rows, Parent parent) {
    if (rows.live(parent.id()) >= MOST) {
      throw new ProblemException(
          ProblemType.RATE_LIMITED,
          "The key %s has %d tokens that are good now, which is the most: end some, or wait until some are over."
              .formatted(parent.name(), MOST));
    }
  }

  private static ProblemException unknownKey() {
    return unprocessable("There is no API key of this name or id that is good now.");
  }

  private static ProblemException unknown() {
    return new ProblemException(
        ProblemType.NOT_FOUND, "There is no runtime token with this id that is good now.");
  }
}
