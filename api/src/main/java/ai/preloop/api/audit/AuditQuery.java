package ai.preloop.api.audit;

import ai.preloop.activities.audit.AuditFilter;
import java.time.Instant;
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

  AuditFilter filter() {
    return new AuditFilter(from, to, tool, server, verdict, principal, correlationId);
  }

  int pageSize() {
    return limit == null ? USUAL : limit;
  }
}
