package ai.preloop.activities.models;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.secrets.SecretUse;
import ai.preloop.workflows.identity.AccountId;
import java.util.List;

/** The models that a kept secret is the key of. */
final class KeyedModels implements SecretUse {

  private final Database database;

  KeyedModels(Database database) {
    this.database = database;
  }

  @Override
  public List<String> users(AccountId account, String secret) {
    return database.inAccount(account, jdbc -> AiModelRows.all(jdbc, account)).stream()
        .filter(model -> secret.equals(model.plan().secret()))
        .map(model -> "the model " + model.alias())
        .toList();
  }
}
