package ai.preloop.api.audit;

import ai.preloop.activities.audit.AuditFilter;
import ai.preloop.activities.pages.Part;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.BindParam;

/** The query of a listing, as its parameters are called. */
record AuditQuery(
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable String tool,
    @Nullable String server,
    @Nullable String verdict,
    @Nullable String principal,
    @BindParam("correlation_id") @Nullable UUID correlationId,
    @Nullable String cursor,
    @Nullable Integer limit) {

  private static final int USUAL = 100;
  private static final List<String> VERDICTS = List.of("allow", "ask", "deny");

  /** A word that no record has would find nothing, as if nothing had happened. */
  AuditFilter filter() {
    if (verdict != null && !VERDICTS.contains(verdict)) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE,
          "verdict is one of %s.".formatted(String.join(", ", VERDICTS)));
    }
    return new AuditFilter(from, to, tool, server, verdict, principal, correlationId);
  }

  Part part() {
    return new Part(limit == null ? USUAL : limit, cursor);
  }
}
