package ai.preloop.activities.translation.generatecontent;

import ai.preloop.activities.translation.conversation.Answer;
import ai.preloop.activities.translation.conversation.Conversation;
import ai.preloop.activities.translation.conversation.Failure;
import ai.preloop.activities.translation.conversation.StreamReader;
import ai.preloop.activities.translation.conversation.StreamWriter;
import ai.preloop.activities.translation.conversation.Upstream;
import ai.preloop.activities.translation.conversation.WireFormat;
import ai.preloop.activities.translation.wire.Fields;
import tools.jackson.databind.node.ObjectNode;

/** Gemini generateContent and streamGenerateContent. */
public final class GenerateContentFormat implements WireFormat {

  @Override
  public Conversation readRequest(Fields body) {
    return new GenerateContentRequestReader(body).read();
  }

  @Override
  public ObjectNode writeRequest(Conversation conversation, Upstream upstream) {
    return new GenerateContentRequestWriter(conversation, upstream).write();
  }

  @Override
  public Answer readAnswer(Fields body) {
    return GenerateContentAnswers.read(body);
  }

  @Override
  public ObjectNode writeAnswer(Answer answer, String model) {
    return GenerateContentAnswers.write(answer, model);
  }

  @Override
  public ObjectNode writeError(Failure failure) {
    return GenerateContentErrors.write(failure);
  }

  @Override
  public StreamReader streamReader() {
    return new GenerateContentStreamReader();
  }

  @Override
  public StreamWriter streamWriter(String model) {
    return new GenerateContentStreamWriter(model);
  }
}
