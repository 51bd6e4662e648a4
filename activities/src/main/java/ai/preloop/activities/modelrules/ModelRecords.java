package ai.preloop.activities.modelrules;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.Judgement;
import ai.preloop.activities.audit.AuditRecord.Trail;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.policies.Rules;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.verdicts.ModelFacts;
import ai.preloop.policies.verdicts.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the ledger says of calls of models that were not simply allowed; those are in the ledger of
 * usage.
 */
final class ModelRecords {

  private static final Logger LOG = LoggerFactory.getLogger(ModelRecords.class);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String ACTION = "model.call";

  private final Audit audit;

  ModelRecords(Audit audit) {
    this.audit = audit;
  }

  void denied(Principal caller, ModelQuestion question, Verdict.Deny deny) {
    boolean ours = deny.cause() == Verdict.Cause.INTERNAL_ERROR;
    commit(caller, question, "deny", Rules.of(deny), ours ? "internal_error" : "refused");
  }

  /** Refused by what is no rule. */
  void denied(Principal caller, ModelQuestion question, long version, String sentence) {
    commit(caller, question, "deny", Rules.sentence(version, sentence), "refused");
  }

  /** A request is open, and recorded as such in its own transaction. */
  void asked(Principal caller, ModelQuestion question, Verdict.Ask ask) {
    try {
      commit(caller, question, "ask", Rules.of(ask), "pending_approval");
    } catch (ProblemException e) {
      LOG.warn("The record of a call that waits is not confirmed: {}", e.detail());
    }
  }

  /** Nobody could be asked. */
  void notAsked(Principal caller, ModelQuestion question, long version, String sentence) {
    commit(caller, question, "deny", Rules.sentence(version, sentence), AuditRecord.NOT_OPENED);
  }

  /** Something failed while people were to be asked; it gates nothing. */
  void notOpened(Principal caller, ModelQuestion question, Verdict.Ask ask, boolean uncertain) {
    String outcome = uncertain ? "opening_unknown" : AuditRecord.NOT_OPENED;
    audit.note(record(caller, question, "ask", Rules.of(ask)).ended(outcome, null));
  }

  private void commit(
      Principal caller, ModelQuestion question, String verdict, Judgement why, String outcome) {
    audit.commit(record(caller, question, verdict, why).ended(outcome, null));
  }

  private static AuditRecord record(
      Principal caller, ModelQuestion question, String verdict, Judgement why) {
    return AuditRecord.of(
            caller.account(),
            caller.who(),
            new What(
                ACTION,
                question.model().plan().provider(),
                question.model().alias(),
                described(caller, question.facts())))
        .trail(Trail.of(question.call(), null))
        .judged(new Judgement(verdict, why.rule(), why.policyVersion()));
  }

  /** With what the credential says of its calls, which conditions could read as well. */
  private static String described(Principal caller, ModelFacts facts) {
    Map<String, @Nullable Object> said = new LinkedHashMap<>();
    said.put("input_tokens", facts.inputTokens());
    said.put("max_output_tokens", facts.maxOutputTokens());
    said.put("tools", facts.tools());
    said.put("stream", facts.stream());
    said.put("estimate_usd", facts.estimateUsd());
    said.putAll(caller.labels().named());
    return JSON.writeValueAsString(said);
  }
}
