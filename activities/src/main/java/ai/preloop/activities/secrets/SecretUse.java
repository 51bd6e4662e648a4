package ai.preloop.activities.secrets;

import ai.preloop.workflows.identity.AccountId;
import java.util.List;

/** What cannot go on without a kept secret, so that nobody deletes that under it. */
public interface SecretUse {

  /** Each user with what it is, as in {@code the model large}; within the open transaction. */
  List<String> users(AccountId account, String secret);
}
