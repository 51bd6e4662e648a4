package ai.preloop.activities.failures;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Tells Temporal of what went wrong in an activity a type and a fixed sentence, and the log of the
 * node the rest: histories are read by more people than logs, and are kept for longer. It is tried
 * again as it would have been.
 */
public final class ToldFailures extends WorkerInterceptorBase {

  private static final Logger LOG = LoggerFactory.getLogger(ToldFailures.class);

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new Telling(next);
  }

  private static final class Telling extends ActivityInboundCallsInterceptorBase {

    private @Nullable ActivityInfo info;

    private Telling(ActivityInboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public void init(ActivityExecutionContext context) {
      info = context.getInfo();
      super.init(context);
    }

    @Override
    public ActivityOutput execute(ActivityInput input) {
      try {
        return super.execute(input);
      } catch (ApplicationFailure | ActivityCompletionException | CanceledFailure e) {
        throw e;
      } catch (RuntimeException | Error e) {
        throw told(e);
      }
    }

    private ApplicationFailure told(Throwable failure) {
      if (info != null) {
        log(info, failure);
      }
      ApplicationFailure told =
          switch (failure) {
            case ProblemException e -> failure(e.type().slug(), e.type().title());
            case DataAccessException e -> ofDatabase();
            case TransactionException e -> ofDatabase();
            default -> failure(ProblemType.INTERNAL.slug(), ProblemType.INTERNAL.title());
          };
      told.setStackTrace(new StackTraceElement[0]);
      return told;
    }

    /** Where it happened matters only when nobody foresaw it. */
    private static void log(ActivityInfo info, Throwable failure) {
      boolean isForeseen =
          failure instanceof DataAccessException
              || failure instanceof TransactionException
              || (failure instanceof ProblemException problem
                  && problem.type() != ProblemType.INTERNAL);
      String what =
          "%s of %s failed at attempt %d"
              .formatted(info.getActivityType(), info.getWorkflowId(), info.getAttempt());
      if (isForeseen) {
        LOG.warn("{}: {}", what, failure.getMessage());
        LOG.debug("Where {}", what, failure);
      } else {
        LOG.warn(what, failure);
      }
    }

    private static ApplicationFailure ofDatabase() {
      return failure("database", "The database did not do what was asked of it");
    }

    private static ApplicationFailure failure(String type, String sentence) {
      return ApplicationFailure.newFailure(sentence + "; the log of the node says more.", type);
    }
  }
}
