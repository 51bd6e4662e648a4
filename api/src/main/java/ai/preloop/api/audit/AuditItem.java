package ai.preloop.api.audit;

import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.ChainedRecord;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/** One record of the ledger as clients see it; {@code rule} and {@code arguments} are JSON. */
@JsonNaming(SnakeCaseStrategy.class)
record AuditItem(
    UUID id,
    long seq,
    Instant at,
    UUID correlationId,
    @Nullable UUID sessionId,
    Who principal,
    String action,
    @Nullable String server,
    @Nullable String tool,
    @Nullable String verdict,
    @Schema(
            implementation = Object.class,
            description = "The rules that decided, with their owners, numbers and descriptions.")
        @Nullable JsonNode rule,
    @Nullable Integer policyVersion,
    @Schema(
            implementation = Object.class,
            description = "What was asked for, without its secrets; text where it was cut.")
        @Nullable JsonNode arguments,
    String outcome,
    @Nullable Double durationMs,
    String hash,
    String previousHash) {

  private static final JsonMapper JSON = JsonMapper.shared();

  static AuditItem of(ChainedRecord chained) {
    AuditRecord record = chained.record();
    return new AuditItem(
        record.id(),
        chained.seq(),
        record.at(),
        record.trail().correlation(),
        record.trail().session(),
        new Who(record.who().type(), record.who().id(), record.who().name()),
        record.what().action(),
        record.what().server(),
        record.what().tool(),
        record.judgement().verdict(),
        json(record.judgement().rule()),
        record.judgement().policyVersion(),
        json(record.what().arguments()),
        record.ending().outcome(),
        millis(record.ending().took()),
        chained.hash(),
        chained.previousHash());
  }

  /** Text that was cut, and is no JSON any more, is shown as the text that it is. */
  private static @Nullable JsonNode json(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      return StringNode.valueOf(text);
    }
  }

  private static @Nullable Double millis(@Nullable Duration took) {
    return took == null ? null : took.toNanos() / 1e6;
  }

  /** Who did it. */
  record Who(String type, @Nullable UUID id, String name) {}
}
