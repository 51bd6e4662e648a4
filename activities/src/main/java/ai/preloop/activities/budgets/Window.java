package ai.preloop.activities.budgets;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.workflows.identity.AccountId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.UUID;

/** One stretch of a budget's time, for one subject where the budget is for each of them. */
record Window(AccountId account, UUID budget, String subject, Instant start) {

  /**
   * In which whoever writes several windows locks them, on all nodes, so that none waits for
   * another that waits for it.
   */
  static final Comparator<Window> LOCKING =
      Comparator.comparing((Window window) -> window.budget().toString())
          .thenComparing(window -> window.subject().getBytes(UTF_8), Arrays::compareUnsigned)
          .thenComparing(Window::start);

  /** The same order for rows, whatever the language of the database. */
  static final String LOCKING_ROWS = " order by budget_id, subject collate \"C\", window_start ";
}
