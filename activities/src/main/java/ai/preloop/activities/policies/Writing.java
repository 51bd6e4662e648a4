package ai.preloop.activities.policies;

import java.util.function.UnaryOperator;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Says what is to be written over what is in force. */
@FunctionalInterface
interface Writing<T> {

  Draft<T> over(JdbcClient jdbc, Standing before);

  /** Documents, what the entries of them are called by, and what its writer has to say of it. */
  record Draft<T>(Submission submission, UnaryOperator<PolicyIds> ids, T made) {}

  /** What came of it. */
  record Done<T>(Uploaded uploaded, T made) {}
}
