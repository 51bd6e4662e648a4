package ai.preloop.activities.budgets;

import ai.preloop.workflows.identity.AccountId;
import java.time.Instant;
import java.util.UUID;

/** One stretch of a budget's time, for one subject where the budget is for each of them. */
record Window(AccountId account, UUID budget, String subject, Instant start) {}
