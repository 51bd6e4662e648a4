package ai.preloop.activities.translation.messages;

import ai.preloop.activities.translation.conversation.Answer;
import ai.preloop.activities.translation.conversation.Conversation;
import ai.preloop.activities.translation.conversation.Failure;
import ai.preloop.activities.translation.conversation.StreamReader;
import ai.preloop.activities.translation.conversation.StreamWriter;
import ai.preloop.activities.translation.conversation.Upstream;
import ai.preloop.activities.translation.conversation.WireFormat;
import ai.preloop.activities.translation.wire.Fields;
import tools.jackson.databind.node.ObjectNode;

/** Anthropic messages. */
public final class MessagesFormat implements WireFormat {

  @Override
  public Conversation readRequest(Fields body) {
    return new MessagesRequestReader(body).read();
  }

  @Override
  public ObjectNode writeRequest(Conversation conversation, Upstream upstream) {
    return new MessagesRequestWriter(conversation, upstream).write();
  }

  @Override
  public Answer readAnswer(Fields body) {
    return MessagesAnswers.read(body);
  }

  @Override
  public ObjectNode writeAnswer(Answer answer, String model) {
    return MessagesAnswers.write(answer, model);
  }

  @Override
  public ObjectNode writeError(Failure failure) {
    return MessagesErrors.write(failure);
  }

  @Override
  public StreamReader streamReader() {
    return new MessagesStreamReader();
  }

  @Override
  public StreamWriter streamWriter(String model) {
    return new MessagesStreamWriter(model);
  }
}
