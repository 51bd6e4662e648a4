package ai.preloop.api.usage;

import ai.preloop.activities.usage.UsageSummary;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;

/** What the calls of a span come to, as clients see it. */
record SummaryAnswer(
    Instant from,
    Instant to,
    TotalsAnswer totals,
    @Schema(description = "By time where it was asked for, else the dearest first; at most 1,000.")
        List<GroupAnswer> groups,
    @Schema(description = "Whether there are more groups than are shown.") boolean cut) {

  static SummaryAnswer of(UsageSummary summary) {
    return new SummaryAnswer(
        summary.span().from(),
        summary.span().to(),
        TotalsAnswer.of(summary.totals()),
        summary.groups().stream().map(GroupAnswer::of).toList(),
        summary.cut());
  }
}
