package ai.preloop.api.generation;

import ai.preloop.activities.audit.AuditLog.Span;
import ai.preloop.activities.generation.Wish;
import ai.preloop.activities.generation.Wish.Observed;
import ai.preloop.activities.usage.UsageSpan;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The recorded calls that a policy is made of. */
@Schema(name = "PolicyGenerateFromAuditRequest")
record GenerateFromAuditRequest(
    @Schema(description = "Calls since then; seven days before `to` unless given.")
        @Nullable Instant from,
    @Schema(description = "Calls before then; now unless given.") @Nullable Instant to,
    @Schema(description = "Only calls of the caller of this name.") @Nullable String principal,
    @Schema(description = "Only calls by the API key with this id or name.") @Nullable String key,
    @Schema(description = "What is wanted besides, in words.") @Nullable String description,
    @Schema(description = "The alias of the model that is asked; the first one when left out.")
        @Nullable String model,
    @Schema(
            description =
                "`active` begins with the document that is in force; `none` when left out.",
            allowableValues = {"none", "active"})
        @Nullable String base,
    @Schema(description = "The document's metadata.name.") @Nullable String policyName) {

  private static final Duration USUAL = Duration.ofDays(7);

  Wish wish(Instant now) {
    Instant until = Objects.requireNonNullElse(to, now);
    Instant since = from == null ? before(until) : from;
    return new Wish(
        Objects.requireNonNullElse(description, ""),
        model,
        policyName,
        GenerateRequest.base(base),
        new Observed(new Span(since, until), principal, key));
  }

  private static Instant before(Instant until) {
    return UsageSpan.isDated(until) ? until.minus(USUAL) : until;
  }
}
