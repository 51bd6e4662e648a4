package ai.preloop.activities.servers;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.oauth.Authorizations;
import ai.preloop.activities.oauth.Authorizations.Begun;
import ai.preloop.activities.oauth.Authorizations.Return;
import ai.preloop.activities.oauth.Authorizations.Waiting;
import ai.preloop.activities.oauth.GrantKey;
import ai.preloop.activities.oauth.GrantedAccess;
import ai.preloop.activities.oauth.GrantedAccess.Standing;
import ai.preloop.activities.oauth.OAuthServer;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/**
 * Grants of access to servers that are signed in to by OAuth: the account's by whoever administers
 * it, a person's own by that person alone.
 */
public final class ServerAuthorizations {

  private final Database database;
  private final ServerRegister register;
  private final Authorizations authorizations;
  private final GrantedAccess access;
  private final Revisions revisions;

  ServerAuthorizations(
      Database database,
      ServerRegister register,
      Authorizations authorizations,
      GrantedAccess access,
      Revisions revisions) {
    this.database = database;
    this.register = register;
    this.authorizations = authorizations;
    this.access = access;
    this.revisions = revisions;
  }

  /** Whose grant there may be, and how it stands. */
  public record State(OAuthServer server, Optional<Standing> standing) {}

  /** Somebody who came back, and the server that it is about. */
  public record Returned(Waiting waiting, OAuthServer server) {}

  public Begun begin(Principal principal, UUID id, URI callback) {
    OAuthServer server = mine(principal, id);
    Begun begun = authorizations.begin(principal, server, callback);
    revisions.refreshAfterCommit();
    return begun;
  }

  /** Nothing is done yet. */
  public Returned returned(String state) {
    Waiting waiting = authorizations.waiting(state);
    return new Returned(waiting, find(waiting.account(), waiting.server()));
  }

  /** Takes in what somebody came back with. */
  public void complete(Returned returned, Return back) {
    authorizations.complete(returned.server(), back);
    revisions.refreshAfterCommit();
  }

  /** How the grant stands that this principal's calls would use. */
  public State state(Principal principal, UUID id) {
    principal.require(Scope.ACCOUNT_READ);
    OAuthServer server = find(principal.account(), id);
    return new State(
        server,
        database.inAccount(
            principal.account(),
            jdbc -> access.read(jdbc, principal.account()).standing(key(principal, server))));
  }

  /** Gives the grant up, and says so to who granted it; false where there is none. */
  public boolean revoke(Principal principal, UUID id) {
    OAuthServer server = mine(principal, id);
    boolean revoked = authorizations.revoke(key(principal, server), principal.who());
    revisions.refreshAfterCommit();
    return revoked;
  }

  /** FORBIDDEN for a grant that this principal has nothing to say about. */
  private OAuthServer mine(Principal principal, UUID id) {
    if (!principal.may(Scope.ACCOUNT_ADMIN)) {
      principal.require(Scope.APPROVALS_DECIDE);
    }
    OAuthServer server = find(principal.account(), id);
    if (!server.settings().isPerPerson()) {
      principal.require(Scope.ACCOUNT_ADMIN);
    } else if (!principal.isPerson()) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "Each person authorises this server as themselves, signed in and with no key.");
    }
    return server;
  }

  private static GrantKey key(Principal principal, OAuthServer server) {
    return new GrantKey(server, server.settings().isPerPerson() ? principal.user().value() : null);
  }

  private OAuthServer find(AccountId account, UUID id) {
    McpServer found =
        database
            .inAccount(account, jdbc -> register.find(account, id))
            .orElseThrow(
                () -> new ProblemException(ProblemType.NOT_FOUND, "There is no such MCP server."));
    return found
        .oauth()
        .orElseThrow(() ->
            new ProblemException(
                ProblemType.CONFLICT, "This server's auth_type is not oauth: change that first."));
  }
}
