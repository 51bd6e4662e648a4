package ai.preloop.api.mcp.tools;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.tools.Questions;
import ai.preloop.activities.tools.ToolCall;
import ai.preloop.policies.verdicts.Outlook;
import org.springframework.stereotype.Component;

/** Lets an agent ask a person before it does what is no tool call: nothing is called by it. */
@Component
public final class RequestApproval implements BuiltinTool {

  private static final String DEFINITION =
      """
      {"name":"request_approval",\
      "title":"Request approval",\
      "description":"Asks a person whether you may go ahead with something that you are about to do by other means than a tool of this server, and answers with the decision. Preloop runs nothing itself. When the answer says pending_approval, poll get_approval_status with its request_id; do not go ahead before it is approved.",\
      "inputSchema":{"type":"object","properties":{\
      "operation":{"type":"string","description":"What you want to do, in one sentence."},\
      "context":{"type":"string","description":"What a person has to know to decide: where, on what, with which effect."},\
      "reasoning":{"type":"string","description":"Why it is needed."},\
      "caller":{"type":"string","description":"Who or what asks, where that is not clear from the key."},\
      "approval_workflow":{"type":"string","description":"Who is to decide, by the name of an approval workflow that agents may choose; the account's own when left out."}},\
      "required":["operation","context","reasoning"],"additionalProperties":false},\
      "annotations":{"readOnlyHint":false,"destructiveHint":false,"idempotentHint":true,"openWorldHint":false}}\
      """;

  private final Questions questions;

  RequestApproval(Questions questions) {
    this.questions = questions;
  }

  @Override
  public String name() {
    return Questions.TOOL;
  }

  @Override
  public String definition() {
    return DEFINITION;
  }

  @Override
  public boolean isHidden(Principal principal) {
    return questions.isHidden(principal);
  }

  @Override
  public Outlook outlook(Principal principal) {
    return questions.outlook(principal);
  }

  @Override
  public Outcome call(ToolCall call) {
    return new Judged(questions.ask(call, DEFINITION));
  }
}
