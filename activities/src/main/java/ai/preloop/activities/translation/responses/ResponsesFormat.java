package ai.preloop.activities.translation.responses;

import ai.preloop.activities.translation.conversation.Answer;
import ai.preloop.activities.translation.conversation.Conversation;
import ai.preloop.activities.translation.conversation.Failure;
import ai.preloop.activities.translation.conversation.StreamReader;
import ai.preloop.activities.translation.conversation.StreamWriter;
import ai.preloop.activities.translation.conversation.Upstream;
import ai.preloop.activities.translation.conversation.WireFormat;
import ai.preloop.activities.translation.openai.OpenAiErrors;
import ai.preloop.activities.translation.wire.Fields;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI responses. */
public final class ResponsesFormat implements WireFormat {

  @Override
  public Conversation readRequest(Fields body) {
    return new ResponsesRequestReader(body).read();
  }

  @Override
  public ObjectNode writeRequest(Conversation conversation, Upstream upstream) {
    return new ResponsesRequestWriter(conversation, upstream).write();
  }

  @Override
  public Answer readAnswer(Fields body) {
    return ResponsesAnswers.read(body);
  }

  @Override
  public ObjectNode writeAnswer(Answer answer, String model) {
    return ResponsesAnswers.write(answer, model);
  }

  @Override
  public ObjectNode writeError(Failure failure) {
    return OpenAiErrors.write(failure);
  }

  @Override
  public StreamReader streamReader() {
    return new ResponsesStreamReader();
  }

  @Override
  public StreamWriter streamWriter(String model) {
    return new ResponsesStreamWriter(model);
  }
}
