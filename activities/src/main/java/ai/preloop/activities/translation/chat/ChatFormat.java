package ai.preloop.activities.translation.chat;

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

/** OpenAI chat completions. */
public final class ChatFormat implements WireFormat {

  @Override
  public Conversation readRequest(Fields body) {
    return new ChatRequestReader(body).read();
  }

  @Override
  public ObjectNode writeRequest(Conversation conversation, Upstream upstream) {
    return new ChatRequestWriter(conversation, upstream).write();
  }

  @Override
  public Answer readAnswer(Fields body) {
    return ChatAnswers.read(body);
  }

  @Override
  public ObjectNode writeAnswer(Answer answer, String model) {
    return ChatAnswers.write(answer, model);
  }

  @Override
  public ObjectNode writeError(Failure failure) {
    return OpenAiErrors.write(failure);
  }

  @Override
  public StreamReader streamReader() {
    return new ChatStreamReader();
  }

  @Override
  public StreamWriter streamWriter(String model) {
    return new ChatStreamWriter(model);
  }
}
