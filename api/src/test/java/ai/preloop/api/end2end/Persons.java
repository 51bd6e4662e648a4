package ai.preloop.api.end2end;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.ApiKeys;
import ai.preloop.activities.identity.IdentityFixtures;
import ai.preloop.activities.identity.NewKey;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import ai.preloop.workflows.identity.UserId;
import java.util.Set;
import java.util.UUID;

/** More people than the first owner, each with a key of theirs to decide with. */
record Persons(RunningPreloop preloop) {

  Approver member(String username) {
    Database database = preloop.bean(Database.class);
    AccountId account =
        database.asSystem(
            jdbc -> new AccountId(jdbc.sql("select id from accounts").query(UUID.class).single()));
    UserId user = new UserId(Ids.next());
    database.doInAccount(
        account,
        jdbc ->
            jdbc.sql(
                    """
                    insert into users (id, account_id, username, role, password_hash)
                    values (?, ?, ?, 'member', '-')
                    """)
                .params(user.value(), account.value(), username)
                .update());
    Principal person = IdentityFixtures.owner(account, user);
    NewKey key =
        new NewKey("of " + username, Set.of(Scope.APPROVALS_DECIDE, Scope.ACCOUNT_READ), null);
    return new Approver(preloop.http(), preloop.bean(ApiKeys.class).mint(person, key).text());
  }
}
